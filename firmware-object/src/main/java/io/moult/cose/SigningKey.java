package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;

/** A key that makes signatures or authentication codes. The private part may be elsewhere: in a token, or a command. */
public interface SigningKey {
    /** What checks that which this makes. */
    VerificationKey verificationKey();

    /** The authenticator over the octets; IOException when the keeper of the key does not give one. */
    Bytes sign(Bytes octets) throws IOException;
}
