package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6979 appendices A.2.5 and A.2.6: the same octets get the same signature. */
class DeterministicSignatureTest {
    @ParameterizedTest
    @CsvSource({
        "a50102200121582060fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                + "2258207903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299235820c9afa9d845ba75166b5c2157"
                + "67b1d6934e50c3db36e89b127b8a622b120f6721,"
                + "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    })
    void signature_ofTheRfcsExample_isTheOneGivenThere(String coseKey, String signature) throws IOException {
        SigningKey key = KeyFiles.signingKey(Bytes.ofHex(coseKey));
        Bytes sample = Bytes.wrap("sample".getBytes(StandardCharsets.US_ASCII));

        assertThat(key.sign(sample).hex()).isEqualTo(signature);
        assertThat(key.verificationKey().verifies(sample, key.sign(sample))).isTrue();
    }
}
