package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9054, with the answers that FIPS 180-4 and FIPS 202 give for "abc" and for nothing. */
class DigestAlgorithmTest {
    @ParameterizedTest
    @CsvSource({
        "-16, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "-18, '', 7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "-43, abc, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "-44, abc, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "-45, '', 46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be"
    })
    void digest_ofAKnownText_isTheStandards(int number, String text, String expected) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(number).orElseThrow();
        Bytes octets = Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));

        assertThat(algorithm.digest(octets).hex()).isEqualTo(expected);
        assertThat(algorithm.lengthBytes() * 2).isEqualTo(expected.length());
    }

    @Test
    void digest_piecewise_isThatOfTheWhole() {
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            Bytes octets = TestKeys.octets(1000, 5);
            MessageDigest running = algorithm.start();
            for (int i = 0; i < 1000; i += 100) {
                octets.slice(i, i + 100).updateDigest(running);
            }

            assertThat(Bytes.wrap(running.digest())).isEqualTo(algorithm.digest(octets));
        }
    }

    @Test
    void digest_ofAnotherNumber_isNotSupported() {
        assertThat(DigestAlgorithm.of(-14)).isEmpty();
        assertThat(DigestAlgorithm.of(-17)).isEmpty();
    }

    @Test
    void names_areThoseThatPeopleKnow() {
        assertThat(DigestAlgorithm.values())
                .extracting(DigestAlgorithm::toString)
                .containsExactly("SHA-256", "SHAKE128", "SHA-384", "SHA-512", "SHAKE256");
    }
}
