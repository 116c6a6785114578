package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of keys in tokens (RFC 7512). */
class Pkcs11UriTest {
    @Test
    void uri_isReadWithItsEscapes_andToldWithoutThePin() throws IOException {
        Pkcs11Uri uri = Pkcs11Uri.parse(
                "pkcs11:token=My%20token;object=k%3D1;type=private?module-path=/m.so&pin-value=12%2634");

        assertThat(uri.find("token")).contains("My token");
        assertThat(uri.find("object")).contains("k=1");
        assertThat(uri.find("module-path")).contains("/m.so");
        assertThat(uri.find("pin-value")).contains("12&34");
        assertThat(uri).hasToString("pkcs11:token=My token;object=k=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pkcs11:id=%01                        | has the attribute id, by which no key is found here
            pkcs11:object                        | has an attribute without a value
            pkcs11:object=a;object=b             | has the attribute object twice
            pkcs11:object=a%2                    | has a % without two hexadecimal digits behind
            pkcs11:object=a;type=cert            | names a cert, where a private key is needed
            pkcs11:slot-id=x                     | has a slot-id that is no number
            pkcs11:object=a?pin-value=1&pin-source=f | has both pin-value and pin-source
            pkcs11:object=a?pin=1                | has the attribute pin, by which no key is found here
            """)
    void uriThatNamesNoKeyHere_saysWhy(String uri, String why) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(uri.strip()))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(why.strip());
    }
}
