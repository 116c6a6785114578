package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.factory.ManufacturingImage;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.factory.ManufacturingImageFile;
import io.moult.suit.manifest.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R55, R56, R112: one command, from images as they are built to the update and to the manufacturing image. */
class ReleaseImagesTest {
    private static final String HEX = ":0400000001020304F2\n:0100080009EE\n:00000001FF\n";
    private static final byte[] FLAT = HexFormat.of().parseHex("01020304ffffffff09");

    @TempDir
    private Path directory = Path.of("set by JUnit");

    private Path keys = Path.of("set below");
    private Path out = Path.of("set below");

    @BeforeEach
    void prepare() {
        keys = directory.resolve("KEYS");
        out = directory.resolve("update.suit");
        Moult.makeKeys(keys);
    }

    @Test
    void release_ofIntelHex_holdsWhatItLoads() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);

        Moult.Result made = release("--image", hex);

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).contains("app.hex loads, from address 0x0 on").contains("image of 9 octets");
        assertThat(tail(out, FLAT.length)).isEqualTo(FLAT);
        assertThat(names()).containsExactlyInAnyOrder("KEYS", "app.hex", "update.suit");
    }

    @Test
    void release_ofIntelHexSaidToBeRaw_holdsItUnchanged() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);

        assertThat(release("--image", hex, "--format", "raw").status()).isZero();

        assertThat(tail(out, HEX.length())).isEqualTo(Files.readAllBytes(hex));
    }

    @Test
    void release_ofSeveralApplications_asJson_saysWhereTheImageBegins() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);
        Path raw = Files.write(directory.resolve("config.bin"), new byte[] {7});

        Moult.Result made = release("--image", hex, "--image", raw + "@0x4", "--json");

        JsonNode node = new ObjectMapper().readTree(made.out());
        assertThat(node.path("imageExtracted").asBoolean()).isTrue();
        assertThat(node.path("imageAddress").asLong()).isZero();
        assertThat(tail(out, FLAT.length)).isEqualTo(HexFormat.of().parseHex("0102030407ffffff09"));
    }

    @Test
    void release_ofAFileWithSomethingWrong_saysWhatAndLeavesNothing() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX.replace("F2", "F3"));

        KeysAndReleaseTest.assertFails(release("--image", hex), 1, "app.hex in line 1 has a wrong checksum.");
        assertThat(names()).containsExactlyInAnyOrder("KEYS", "app.hex");
    }

    @Test
    void release_misused_saysHow() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);

        assertThat(release("--image", hex, "--format", "coff").err()).contains("raw, hex, srec or elf");
        assertThat(release("--image", hex + "@0xffffffffffffffff").err()).contains("more than 63 bits");
        Moult.Result alone = release("--image", hex, "--bootloader", hex);
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("say --manufacturing FILE");
    }

    /** The signature differs each time; what is signed does not. */
    @Test
    void release_ofTheSameInputs_givesAByteIdenticalManifest() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);
        Path other = directory.resolve("again.suit");

        release("--image", hex);
        Path first = out;
        out = other;
        release("--image", hex);

        assertThat(envelope(other).manifest().encoded())
                .isEqualTo(envelope(first).manifest().encoded());
        assertThat(Files.size(other)).isEqualTo(Files.size(first));
    }

    @Test
    void manufacturingImage_holdsBootloaderCertificateEnvelopeAndApplications() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);
        Path boot = Files.write(directory.resolve("boot.bin"), new byte[5000]);
        Path factory = directory.resolve("factory.img");

        Moult.Result made = release("--image", hex, "--manufacturing", factory, "--bootloader", boot);

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).contains("factory.img: manufacturing image");
        KeySet keySet = KeySet.read(keys);
        try (ManufacturingImageFile file = ManufacturingImageFile.open(factory)) {
            ManufacturingImage image = file.image();
            assertThat(image.vendorId()).isEqualTo(keySet.vendorId());
            assertThat(image.classId()).isEqualTo(keySet.classId());
            assertThat(image.area(Part.BOOTLOADER).orElseThrow().offsetBytes()).isZero();
            assertThat(file.stream(Part.BOOTLOADER).readAllBytes()).isEqualTo(Files.readAllBytes(boot));
            assertThat(file.small(Part.CERTIFICATE)).isEqualTo(keySet.certificateDer());
            assertThat(file.small(Part.ENVELOPE)).isEqualTo(envelope(out).stripped());
            assertThat(file.stream(Part.APPLICATION).readAllBytes()).isEqualTo(FLAT);
        }
    }

    @Test
    void manufacturingImage_whereAFileIs_isNotWritten() throws IOException {
        Path hex = Files.writeString(directory.resolve("app.hex"), HEX);
        Path factory = Files.writeString(directory.resolve("factory.img"), "mine");

        KeysAndReleaseTest.assertFails(
                release("--image", hex, "--manufacturing", factory), 1, "factory.img exists already");
        assertThat(out).doesNotExist();
        assertThat(Files.readString(factory)).isEqualTo("mine");
    }

    private Moult.Result release(Object... words) {
        List<Object> all = new ArrayList<>(
                List.of("release", "--keys", keys, "--version", "2.0.0", "--sequence", "2", "--out", out));
        all.addAll(List.of(words));
        return Moult.run(all.toArray());
    }

    private static byte[] tail(Path file, int length) throws IOException {
        Bytes all = Bytes.wrap(Files.readAllBytes(file));
        return all.slice(all.length() - length, all.length()).toArray();
    }

    private static Envelope envelope(Path file) throws IOException {
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(Bytes.wrap(Files.readAllBytes(file)));
        return ((HeadResult.Complete) head).envelope();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
