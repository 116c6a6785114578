package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.util.Optional;

/** The four COSE structures that a SUIT_Authentication_Block may be (draft-ietf-suit-manifest-37 section 8.3). */
enum CoseStructure {
    SIGN1(18, "COSE_Sign1", "Signature1", 4),
    SIGN(98, "COSE_Sign", "Signature", 4),
    MAC0(17, "COSE_Mac0", "MAC0", 4),
    MAC(97, "COSE_Mac", "MAC", 5);

    private final long tag;
    private final String label;
    private final String context;
    private final int parts;

    CoseStructure(long tag, String label, String context, int parts) {
        this.tag = tag;
        this.label = label;
        this.context = context;
        this.parts = parts;
    }

    long tag() {
        return tag;
    }

    String label() {
        return label;
    }

    int parts() {
        return parts;
    }

    boolean isMac() {
        return this == MAC0 || this == MAC;
    }

    static Optional<CoseStructure> of(CborItem item) {
        if (item instanceof CborItem.Tagged tagged) {
            for (CoseStructure structure : values()) {
                if (structure.tag == tagged.tag()) {
                    return Optional.of(structure);
                }
            }
        }
        return Optional.empty();
    }

    /** What an item is called that is none of them. */
    static String nameOther(CborItem item) {
        return item instanceof CborItem.Tagged tagged
                ? "an authentication block with tag " + Long.toUnsignedString(tagged.tag())
                : "an authentication block without tag (SUIT has COSE_Sign1 under 18, COSE_Sign under 98, COSE_Mac0 under"
                        + " 17, COSE_Mac under 97)";
    }

    /** Sig_structure or MAC_structure with one header (RFC 9052 sections 4.4, 6.3): what is authenticated. */
    Bytes authenticated(Bytes protectedHeader, Bytes externalData, Bytes payload) {
        return new CborWriter()
                .array(4)
                .text(context)
                .bytes(protectedHeader)
                .bytes(externalData)
                .bytes(payload)
                .toBytes();
    }

    /** Sig_structure of one signer of a COSE_Sign. */
    Bytes authenticated(Bytes protectedHeader, Bytes signerHeader, Bytes externalData, Bytes payload) {
        return new CborWriter()
                .array(5)
                .text(context)
                .bytes(protectedHeader)
                .bytes(signerHeader)
                .bytes(externalData)
                .bytes(payload)
                .toBytes();
    }
}
