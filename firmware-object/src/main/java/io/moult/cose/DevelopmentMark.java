package io.moult.cose;

import io.moult.bytes.Bytes;
import java.security.cert.CertificateParsingException;

/**
 * How a certificate shows that it is for firmware updates, and that it is for development only. The numbers are under
 * 2.25, where a UUID is its own registration (ITU-T X.667).
 */
public final class DevelopmentMark {
    /** Extended key usage: signs firmware updates. */
    public static final String FIRMWARE_UPDATE_USAGE = "2.25.94584195848730285941812416085707703047";

    /** Extension, not critical, value NULL: for development, not for devices that are sold. */
    public static final String DEVELOPMENT_EXTENSION = "2.25.60224713910276436388308572959930874426";

    private DevelopmentMark() {}

    /** Whether a certificate in DER is marked as for development; false for anything that is no certificate. */
    public static boolean isOn(Bytes certificateDer) {
        try {
            return X509.certificate(certificateDer).getExtensionValue(DEVELOPMENT_EXTENSION) != null;
        } catch (KeyFileException e) {
            return false;
        }
    }

    /** Whether a certificate in DER names the usage for firmware updates. */
    public static boolean hasFirmwareUpdateUsage(Bytes certificateDer) {
        try {
            var usages = X509.certificate(certificateDer).getExtendedKeyUsage();
            return usages != null && usages.contains(FIRMWARE_UPDATE_USAGE);
        } catch (KeyFileException | CertificateParsingException e) {
            return false;
        }
    }
}
