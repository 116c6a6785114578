package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.CoseMessage;
import io.moult.cose.CoseSigner;
import io.moult.cose.SignatureCheck;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.List;

/**
 * A report that may travel over anything that keeps it confidential: in a COSE_Sign1, or a COSE_Mac0 where the key is a
 * shared secret, whose one payload it is (draft-ietf-suit-report-18 section 8). It proves which device made the report; its
 * freshness is proven by the nonce in it. It hides nothing.
 */
public final class SignedReport {
    private static final List<Long> TAGS = List.of(17L, 18L);

    private SignedReport() {}

    /** IOException if the key, which may be elsewhere, gives no signature. */
    public static Bytes sign(Report report, CoseSigner signer) throws IOException {
        return CoseMessage.of(signer, ReportEncoder.encode(report)).encode();
    }

    /** A report and whose it is, or why it is not believed. */
    public sealed interface Opened {
        record Authentic(Report report, List<TrustAnchor> signers) implements Opened {
            public Authentic {
                signers = List.copyOf(signers);
            }
        }

        record Refused(Refusal refusal) implements Opened {}
    }

    /** @param devices the keys of those whose reports are believed */
    public static Opened open(Bytes message, TrustStore devices, DecoderLimits limits) {
        Bytes payload;
        Bytes detached;
        try {
            CoseMessage read = CoseMessage.read(message, limits)
                    .filter(one -> TAGS.contains(one.tag()))
                    .orElse(null);
            if (read == null) {
                return refused(RefusalReason.UNSUPPORTED_FORMAT, "neither a COSE_Sign1 nor a COSE_Mac0");
            }
            if (!read.isWhole()) {
                return refused(RefusalReason.MALFORMED, "not of four parts");
            }
            payload = read.payload("the report");
            detached = read.detached().encode();
        } catch (CborException e) {
            return refused(RefusalReason.MALFORMED, e.detail());
        }
        SignatureCheck check = new AuthenticationCheck(devices, limits).check(detached, payload);
        if (check instanceof SignatureCheck.Invalid invalid) {
            return new Opened.Refused(Refusal.of(invalid));
        }
        ReportDecodeResult decoded = new ReportDecoder(limits).decode(payload);
        return decoded instanceof ReportDecodeResult.Decoded good
                ? new Opened.Authentic(good.report(), ((SignatureCheck.Valid) check).signers())
                : new Opened.Refused(((ReportDecodeResult.Refused) decoded).refusal());
    }

    private static Opened refused(RefusalReason reason, String detail) {
        return new Opened.Refused(new Refusal(reason, "signed report: " + detail));
    }
}
