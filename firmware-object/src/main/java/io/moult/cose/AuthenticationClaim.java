package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;

/**
 * That someone authenticated some octets: one a block, but one a signer of COSE_Sign.
 *
 * @param keyId who is said to have
 * @param authenticated the octets, a Sig_structure or MAC_structure
 */
record AuthenticationClaim(
        CoseStructure structure,
        CoseHeaders headers,
        Optional<Bytes> keyId,
        Bytes authenticated,
        Bytes authenticator) {}
