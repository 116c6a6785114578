package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.otp.ProductionRule;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Demonstration and development keys have no business in devices that are sold: GHSA-gcxh-546h-phg4, R33, R34. */
class ProductionTest extends OnASettledDevice {
    /** The public half of the P-256 key that comes with MCUboot's sources; the private half does, too. */
    private static final String MCUBOOT_EC_P256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
            + "2acb403ce8feed5ba44995a1a91daee8dbbe1937cd14fb2f245737e5953988d9"
            + "94b9d65aebd7cdd5308ad6fe48b24a6a810ee5f07d8b6834cc3a6afc538efac1";

    /** The Ed25519 one. */
    private static final String MCUBOOT_ED25519 =
            "302a300506032b6570032100d4b31ba49a3add3f825d10ca7f31b50b0de87f37ccc49f1a403a5c1320ffb4e0";

    private static TestDevice forProduction() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);
        Manufacture.markForProduction(device.platform());
        return device;
    }

    /** A certificate without the mark of development; who issued it is of no importance to an anchor. */
    private static Bytes certificateOf(SubjectPublicKeyInfo key) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair issuer = generator.generateKeyPair();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name("CN=issuer"),
                    BigInteger.ONE,
                    Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2046-01-01T00:00:00Z")),
                    new X500Name("CN=updates"),
                    key);
            return Bytes.wrap(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
                    .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Provisioning ownerWith(Bytes certificate) {
        return new Provisioning(new UUID(1, 2), new UUID(3, 4), List.of(certificate));
    }

    private static Provisioning ownerWithKey(String subjectPublicKeyInfo) {
        byte[] der = Bytes.ofHex(subjectPublicKeyInfo).toArray();
        return ownerWith(certificateOf(SubjectPublicKeyInfo.getInstance(der)));
    }

    private static Provisioning ownerWithFreshKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] der = generator.generateKeyPair().getPublic().getEncoded();
        return ownerWith(certificateOf(SubjectPublicKeyInfo.getInstance(der)));
    }

    private static void refused(TestDevice device, Provisioning owner, String why) throws IOException {
        assertThatThrownBy(() -> Manufacture.provision(device.platform(), owner))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("device for production")
                .hasMessageContaining(why);
        assertThat(device.platform().otp().provisioning()).isEmpty();
    }

    @Test
    void mcubootGhsaGcxh546hPhg4_demonstrationKey_isRefusedOnADeviceForProduction() throws IOException {
        refused(forProduction(), ownerWithKey(MCUBOOT_EC_P256), "MCUboot's root-ec-p256");
        refused(forProduction(), ownerWithKey(MCUBOOT_ED25519), "MCUboot's root-ed25519");
    }

    @Test
    void developmentCertificate_isRefusedOnADeviceForProduction() throws IOException {
        refused(forProduction(), TestDevice.owner(author), "the certificate is for development");
    }

    @Test
    void developmentCertificateThatTheFirstImageBrings_isRefused() throws IOException {
        Bytes block = TestDevice.owner(author).asImageTrailer();
        byte[] image = new byte[1000 + block.length()];
        block.copyInto(image, 1000);
        Releases.Signed bringing = author.release("1.0.0", 1, Bytes.wrap(image));
        TestDevice device = forProduction();

        assertThatThrownBy(() -> Manufacture.flashFirstSet(device.platform(), bringing.envelope(), bringing.streams()))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("the certificate is for development");
        assertThat(device.platform().otp().provisioning()).isEmpty();
    }

    @Test
    void keyOfOnesOwn_isTaken() throws Exception {
        TestDevice device = forProduction();
        Provisioning own = ownerWithFreshKey();

        Manufacture.provision(device.platform(), own);

        assertThat(device.platform().otp().provisioning()).contains(own);
        assertThat(device.platform().otp().production()).isTrue();
        assertThat(ProductionRule.objection(own)).isEmpty();
    }

    @Test
    void deviceForDevelopment_takesAllOfThem_andCannotBecomeOneForProduction() throws IOException {
        TestDevice device = settled.copy();

        assertThatThrownBy(() -> Manufacture.markForProduction(device.platform()))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("for development");
        assertThat(device.platform().otp().production()).isFalse();
    }
}
