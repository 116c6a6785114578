package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cose.ContentKey;
import io.moult.cose.CoseSigner;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportEncoder;
import io.moult.suit.report.SealedReport;
import io.moult.suit.report.SignedReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a report is protected on its way: signed, or sealed, or as it is. */
final class ReportKeys {
    @Option(
            names = "--report-key",
            paramLabel = "KEY",
            description = "The device's key: the report is written as a COSE_Sign1, or a COSE_Mac0, of it.")
    private @Nullable Path signing;

    @Option(
            names = "--report-secret",
            paramLabel = "KEY",
            description = "A COSE_Key shared with the report's reader: it is written as a COSE_Encrypt0 under it.")
    private @Nullable Path secret;

    /** From a report to the octets that are written. */
    interface Loaded {
        Bytes encode(Report report) throws IOException;
    }

    Loaded load() throws CommandRefused {
        Path key = signing != null ? signing : secret;
        if (key == null) {
            return ReportEncoder::encode;
        }
        try {
            Bytes content = KeyFiles.readSmallFile(key);
            if (signing == null) {
                ContentKey shared = KeyFiles.contentKey(content);
                SecureRandom random = new SecureRandom();
                return report -> SealedReport.seal(report, shared, random);
            }
            SigningKey own = KeyFiles.signingKey(content);
            CoseSigner signer = CoseSigner.of(own, own.verificationKey().thumbprint());
            return report -> SignedReport.sign(report, signer);
        } catch (IOException e) {
            throw CommandRefused.unreadable(key, e);
        }
    }
}
