package io.moult.suit.author.image;

import static io.moult.suit.author.image.Written.HEX_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R112: images come as they are built; R56: several applications are one image to a device. */
class FlatImageTest {
    @TempDir
    private Path directory = Path.of("set by JUnit");

    @Test
    void rawFile_isTheImageItself_whateverIsInIt() throws IOException {
        Path raw = write("a.bin", HexFormat.of().parseHex("00ff3a53ffff"));

        FlatImage image = flat(ImageFile.of(raw));

        assertThat(image.path()).isEqualTo(raw);
        assertThat(image.extracted()).isFalse();
    }

    /** An image in ELF for a device that loads ELF itself: no format is changed if the author says raw. */
    @Test
    void elfFile_saidToBeRaw_isNotTouched() throws IOException {
        Path elf = write("a.elf", Written.elf(false, false, 2, segment(0x8000, "01")));

        FlatImage image = flat(new ImageFile(elf, Optional.of(ImageFormat.RAW), OptionalLong.empty()));

        assertThat(image.path()).isEqualTo(elf);
    }

    @Test
    void sameContent_inAllFormats_givesTheSameImage() throws IOException {
        String all = "0102030405060708";
        Path hex = write(
                "a.hex",
                Written.ascii(Written.hex(4, 0, "0800")
                        + Written.hex(0, 0x10, "01020304")
                        + Written.hex(0, 0x14, "05060708")
                        + Written.hex(5, 0, "08000011")
                        + HEX_END));
        Path srec = write(
                "a.srec",
                Written.ascii(Written.s(0, 2, 0, "6161")
                        + Written.s(3, 4, 0x08000014, "05060708")
                        + Written.s(3, 4, 0x08000010, "01020304")
                        + Written.s(5, 2, 2, "")
                        + Written.s(7, 4, 0x08000010, "")));
        Path elf = write("a.elf", Written.elf(false, false, 2, segment(0x08000010, all)));
        Path wide = write("b.elf", Written.elf(true, true, 2, segment(0x08000010, all)));

        for (Path file : List.of(hex, srec, elf, wide)) {
            FlatImage image = flat(ImageFile.of(file));

            assertThat(image.extracted()).isTrue();
            assertThat(image.firstAddress()).isEqualTo(0x08000010L);
            assertThat(octets(image)).as(file.toString()).isEqualTo(all);
        }
    }

    @Test
    void gaps_areLeftErased() throws IOException {
        Path hex = write("a.hex", Written.ascii(Written.hex(0, 8, "09") + Written.hex(0, 4, "05") + HEX_END));

        assertThat(octets(flat(ImageFile.of(hex)))).isEqualTo("05ffffff09");
    }

    @Test
    void severalApplications_areOneImage() throws IOException {
        Path first = write("a.bin", HexFormat.of().parseHex("0102"));
        Path second = write("b.hex", Written.ascii(Written.hex(0, 6, "0708") + HEX_END));

        FlatImage image = flat(new ImageFile(first, Optional.empty(), OptionalLong.of(2)), ImageFile.of(second));

        assertThat(image.firstAddress()).isEqualTo(2);
        assertThat(octets(image)).isEqualTo("0102ffff0708");
    }

    @Test
    void applications_inTheSamePlace_areRefusedByName() throws IOException {
        Path first = write("a.bin", new byte[16]);
        Path second = write("b.hex", Written.ascii(Written.hex(0, 15, "0708") + HEX_END));

        assertThatThrownBy(() -> flat(ImageFile.of(second), ImageFile.of(first)))
                .isInstanceOfSatisfying(FlatImage.PartException.class, trouble -> {
                    assertThat(trouble.file()).isEqualTo(first);
                    assertThat(trouble.trouble()).hasMessage("gives address 0xf twice");
                });
    }

    @Test
    void contentTooFarApart_isRefusedWithBothEnds() throws IOException {
        Path hex = write(
                "a.hex",
                Written.ascii(
                        Written.hex(0, 0, "01") + Written.hex(4, 0, "1000") + Written.hex(0, 0x1000, "02") + HEX_END));

        assertRefused(ImageFile.of(hex), "reaches from address 0x0 to 0x10001000");
    }

    @Test
    void fileWithNothingToLoad_isRefused() throws IOException {
        assertRefused(ImageFile.of(write("a.hex", Written.ascii(HEX_END))), "holds nothing to be loaded");
        assertRefused(
                ImageFile.of(write(
                        "a.elf", Written.elf(false, false, 2, new Written.Segment(6, 0, Bytes.ofHex("00000000"), 4)))),
                "holds nothing to be loaded");
    }

    @Test
    void address_forAFileThatSaysItsOwn_isRefused() throws IOException {
        Path hex = write("a.hex", Written.ascii(Written.hex(0, 0, "01") + HEX_END));

        assertRefused(new ImageFile(hex, Optional.empty(), OptionalLong.of(4)), "says its addresses itself");
    }

    private void assertRefused(ImageFile file, String clause) {
        assertThatThrownBy(() -> flat(file))
                .hasRootCauseInstanceOf(ImageFileException.class)
                .rootCause()
                .hasMessageContaining(clause);
    }

    private static Written.Segment segment(long address, String hex) {
        Bytes content = Bytes.ofHex(hex);
        return new Written.Segment(1, address, content, content.length() + 100L);
    }

    private FlatImage flat(ImageFile... files) throws IOException {
        return FlatImage.of(Arrays.asList(files), directory.resolve("flat.bin"));
    }

    private static String octets(FlatImage image) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(image.path()));
    }

    private Path write(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }
}
