package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HSS-LMS signs at each place once: the state is on disk before a signature leaves, and no older copy is taken. */
class HssKeyFileTest {
    private static final Bytes OCTETS = Bytes.wrap("to be signed".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private Path file;
    private HssMarks marks;
    private HssKeyFile key;

    @BeforeEach
    void makeKey() throws IOException {
        file = directory.resolve("author.hss");
        marks = new HssMarks(directory.resolve("marks"));
        key = HssKeyFile.create(file, marks, List.of(5), new SecureRandom());
    }

    @Test
    void key_made_signsWhatItsPublicPartVerifies() throws IOException {
        TrustAnchor anchor = KeyFiles.trustAnchor(key.publicCoseKey());
        Bytes block = AuthenticationWriter.block(CoseSigner.of(key, anchor.keyId()), OCTETS);

        SignatureCheck check =
                new AuthenticationCheck(TrustStore.of(anchor), DecoderLimits.DEFAULT).check(block, OCTETS);

        assertThat(check).isEqualTo(new SignatureCheck.Valid(anchor));
        assertThat(key.remaining()).isEqualTo(31);
    }

    @Test
    void key_ofTwoLevels_signsOnAcrossTheLowerTrees() throws IOException {
        HssKeyFile two = HssKeyFile.create(directory.resolve("two.hss"), marks, List.of(5, 5), new SecureRandom());
        assertThat(two.remaining()).isEqualTo(1024);

        for (int i = 0; i < 34; i++) {
            assertThat(two.verificationKey().verifies(OCTETS, two.sign(OCTETS))).isTrue();
        }

        assertThat(two.remaining()).isEqualTo(1024 - 34);
    }

    @Test
    void signature_isMadeAtAnotherPlaceEachTime() throws IOException {
        Set<Bytes> places = new HashSet<>();
        for (int i = 0; i < 32; i++) {
            places.add(key.sign(OCTETS).slice(4, 8));
        }

        assertThat(places).hasSize(32);
        assertThat(key.remaining()).isZero();
        assertThatThrownBy(() -> key.sign(OCTETS))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("used up");
    }

    @Test
    void key_openedAgain_goesOnWhereItWas() throws IOException {
        Bytes first = key.sign(OCTETS);

        Bytes second = HssKeyFile.open(file, marks).sign(OCTETS);

        assertThat(second.slice(4, 8)).isNotEqualTo(first.slice(4, 8));
        assertThat(HssKeyFile.open(file, marks).remaining()).isEqualTo(30);
    }

    @Test
    void olderCopy_inItsPlaceOrAnother_isRefused() throws IOException {
        Path copy = directory.resolve("backup.hss");
        Files.copy(file, copy);
        key.sign(OCTETS);

        assertThatThrownBy(() -> HssKeyFile.open(copy, marks).sign(OCTETS))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is an older copy");
        Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> key.sign(OCTETS)).hasMessageContaining("is an older copy");
    }

    @Test
    void key_withoutItsMark_isRefused() {
        HssMarks elsewhere = new HssMarks(directory.resolve("other marks"));

        assertThatThrownBy(() -> HssKeyFile.open(file, elsewhere).sign(OCTETS))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("bring the mark along");
    }

    @Test
    void stateThatCannotBeWritten_givesNoSignature() throws IOException {
        Bytes before = Bytes.wrap(Files.readAllBytes(file));
        Files.createDirectories(directory.resolve("author.hss.new/in the way"));

        assertThatThrownBy(() -> key.sign(OCTETS)).isInstanceOf(IOException.class);

        assertThat(Bytes.wrap(Files.readAllBytes(file))).isEqualTo(before);
    }

    @Test
    void key_isNotMadeOverAnother() {
        assertThatThrownBy(() -> HssKeyFile.create(file, marks, List.of(5), new SecureRandom()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void keyFile_isNeitherATrustAnchorNorAKeyToBeReadOnly() throws IOException {
        Bytes content = KeyFiles.readSmallFile(file);

        assertThatThrownBy(() -> KeyFiles.trustAnchor(content)).hasMessageContaining("is a private key");
        assertThatThrownBy(() -> KeyFiles.signingKey(content)).hasMessageContaining("is an HSS key");
    }

    @Test
    void keyFile_damaged_isRefused() throws IOException {
        byte[] content = Files.readAllBytes(file);
        for (int length = 0; length < content.length; length += 3) {
            Files.write(file, Arrays.copyOf(content, length));
            assertThatThrownBy(() -> HssKeyFile.open(file, marks)).isInstanceOf(KeyFileException.class);
        }
    }

    @Test
    void signature_withAnythingChangedOrAdded_isNone() throws IOException {
        Bytes signature = key.sign(OCTETS);
        VerificationKey verification = key.verificationKey();

        for (int octet = 0; octet < signature.length(); octet++) {
            byte[] changed = signature.toArray();
            changed[octet] ^= (byte) (1 << octet % 8);
            assertThat(verification.verifies(OCTETS, Bytes.wrap(changed)))
                    .as("octet %d", octet)
                    .isFalse();
            assertThat(verification.verifies(OCTETS, signature.slice(0, octet))).isFalse();
        }
        assertThat(verification.verifies(OCTETS, ChangedOctetsTest.join(signature, TestKeys.octets(1, 0))))
                .isFalse();
    }
}
