package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.ContentKey;
import io.moult.cose.Encrypt0;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.security.SecureRandom;

/**
 * A report that may travel over anything and that nobody reads but whom it is for: a COSE_Encrypt0 under a key that device
 * and reader share (draft-ietf-suit-report-18 section 8). The cipher has a tag, so a report that opens was made by one of
 * the two.
 */
public final class SealedReport {
    private SealedReport() {}

    /** The plaintext is the report in a byte string. */
    public static Bytes seal(Report report, ContentKey key, SecureRandom random) {
        return Encrypt0.seal(
                new CborWriter().bytes(ReportEncoder.encode(report)).toBytes(), key, random);
    }

    public static ReportDecodeResult open(Bytes message, ContentKey key, DecoderLimits limits) {
        Encrypt0.Opened opened = Encrypt0.open(message, key, limits);
        if (opened instanceof Encrypt0.Opened.Refused refused) {
            RefusalReason reason = switch (refused.reason()) {
                case MALFORMED -> RefusalReason.MALFORMED;
                case UNSUPPORTED -> RefusalReason.UNSUPPORTED_ALGORITHM;
                case NO_RECIPIENT -> RefusalReason.UNKNOWN_SIGNER;
            };
            return refused(reason, refused.detail());
        }
        try {
            Bytes plaintext = ((Encrypt0.Opened.Plain) opened).plaintext();
            return new ReportDecoder(limits)
                    .decode(CborReader.readDocument(plaintext, limits).bytes("the report"));
        } catch (CborException e) {
            return refused(RefusalReason.MALFORMED, e.detail());
        }
    }

    private static ReportDecodeResult refused(RefusalReason reason, String detail) {
        return new ReportDecodeResult.Refused(new Refusal(reason, "sealed report: " + detail));
    }
}
