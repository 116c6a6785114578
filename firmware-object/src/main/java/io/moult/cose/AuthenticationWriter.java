package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes authentication blocks over a detached payload. All that we say in a header is protected. */
public final class AuthenticationWriter {
    private AuthenticationWriter() {}

    /** A COSE_Sign1, or a COSE_Mac0 where the key is a shared secret; with the signer's certificates beside it. */
    public static Bytes block(CoseSigner signer, Bytes payload) throws IOException {
        CoseStructure structure = signer.algorithm().isMac() ? CoseStructure.MAC0 : CoseStructure.SIGN1;
        Bytes header = protectedHeader(signer);
        Bytes authenticator = signer.sign(structure.authenticated(header, Bytes.EMPTY, payload));
        return new CborWriter()
                .tag(structure.tag())
                .array(structure.parts())
                .bytes(header)
                .item(unprotectedHeader(signer.chain()))
                .nil()
                .bytes(authenticator)
                .toBytes();
    }

    /** Certificates protect themselves (RFC 9360 section 2): one alone, or a list. */
    private static CborItem unprotectedHeader(List<Bytes> chain) {
        if (chain.isEmpty()) {
            return new CborItem.Mapping(List.of());
        }
        List<CborItem> certificates =
                chain.stream().<CborItem>map(CborItem.ByteString::new).toList();
        CborItem value = certificates.size() == 1 ? certificates.get(0) : new CborItem.Array(certificates);
        return new CborItem.Mapping(List.of(new CborItem.Pair(CborItem.ofLong(CertificateChain.X5CHAIN), value)));
    }

    /** A COSE_Sign by several; IllegalArgumentException if one of them has a shared secret. */
    public static Bytes block(List<CoseSigner> signers, Bytes payload) throws IOException {
        List<Bytes> signatures = new ArrayList<>();
        for (CoseSigner signer : signers) {
            if (signer.algorithm().isMac()) {
                throw new IllegalArgumentException(signer.algorithm() + " in a COSE_Sign");
            }
            Bytes header = protectedHeader(signer);
            signatures.add(new CborWriter()
                    .array(3)
                    .bytes(header)
                    .map(0)
                    .bytes(signer.sign(CoseStructure.SIGN.authenticated(Bytes.EMPTY, header, Bytes.EMPTY, payload)))
                    .toBytes());
        }
        CborWriter writer = new CborWriter()
                .tag(CoseStructure.SIGN.tag())
                .array(CoseStructure.SIGN.parts())
                .bytes(Bytes.EMPTY)
                .map(0)
                .nil()
                .array(signatures.size());
        signatures.forEach(writer::raw);
        return writer.toBytes();
    }

    static Bytes protectedHeader(CoseAlgorithm algorithm, Optional<Bytes> keyId) {
        return protectedHeader(algorithm, keyId, Optional.empty());
    }

    private static Bytes protectedHeader(CoseSigner signer) {
        return protectedHeader(signer.algorithm(), signer.keyId(), signer.capacity());
    }

    /** The algorithm, and the key id and the capacity if they are said, so that none can be changed. */
    private static Bytes protectedHeader(CoseAlgorithm algorithm, Optional<Bytes> keyId, Optional<String> capacity) {
        CborWriter writer = new CborWriter()
                .map(1 + (keyId.isPresent() ? 1 : 0) + (capacity.isPresent() ? 1 : 0))
                .unsigned(CoseHeaders.ALGORITHM)
                .integer(algorithm.number());
        keyId.ifPresent(name -> writer.unsigned(CoseHeaders.KEY_ID).bytes(name));
        capacity.ifPresent(said -> writer.integer(CoseHeaders.CAPACITY).text(said));
        return writer.toBytes();
    }
}
