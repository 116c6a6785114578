package io.moult.boot;

import io.moult.attest.BootEvidence;
import io.moult.attest.BootLog;
import io.moult.attest.BootLog.Entry;
import io.moult.attest.BootLog.Subject;
import io.moult.attest.SignedEvidence;
import io.moult.boot.otp.DeviceKeys;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportEntry;
import io.moult.suit.report.ReportResult;
import io.moult.suit.report.SystemClaims;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a boot measured, as evidence that its device signs. The digests are those of the octets that execute, as the boot
 * found them when it verified them.
 *
 * <p>What it does not prove: that the boot ROM itself is the one it says. On silicon a stage before it would measure it;
 * here it is no part of the flash, and is named.
 */
final class MeasuredBoot {
    private static final Bytes BOOT_ROM = words("moult boot rom 1");
    /** A device id made at random, here by the key's digest (RFC 9711 section 4.2.1.1). */
    private static final int RANDOM_ID = 1;

    private MeasuredBoot() {}

    /** Empty for a device that was made without keys. */
    static Optional<Bytes> signed(BootPlatform platform, BootOutcome outcome) throws IOException {
        Optional<DeviceKeys> keys = platform.otp().deviceKeys();
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(SignedEvidence.sign(
                        evidence(platform, outcome, keys.get().publicKey()),
                        keys.get().signer()));
    }

    private static BootEvidence evidence(BootPlatform platform, BootOutcome outcome, Bytes publicKey) {
        byte[] id = new byte[33];
        id[0] = RANDOM_ID;
        Digest.sha256(publicKey).value().copyInto(id, 1);
        Optional<Provisioning> owner = platform.otp().provisioning();
        return new BootEvidence(
                Bytes.wrap(id),
                owner.map(Provisioning::vendorId),
                owner.map(Provisioning::classId),
                owner.isPresent(),
                outcome.report().version(),
                outcome.fold(started -> Optional.of(report(started)), recovery -> Optional.empty()),
                log(DeviceTrust.of(platform.otp()), outcome));
    }

    private static BootLog log(Optional<DeviceTrust> trust, BootOutcome outcome) {
        BootReport report = outcome.report();
        List<RunningImage> images = outcome.fold(BootOutcome.Started::images, recovery -> List.of());
        boolean recovery = outcome.fold(BootOutcome.Started::recovery, nothing -> true);
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(Subject.BOOTLOADER, Digest.sha256(BOOT_ROM).value()));
        entries.add(new Entry(Subject.LIFECYCLE, words(trust.isPresent() ? "provisioned" : "blank")));
        entries.add(new Entry(
                Subject.TRUST_ANCHORS, digestOf(trust.map(DeviceTrust::measured).orElse(List.of()))));
        if (!images.isEmpty()) {
            entries.add(new Entry(Subject.MANIFEST, images.get(0).manifestDigest()));
        }
        for (RunningImage image : images) {
            entries.add(new Entry(Subject.COMPONENT, image.imageDigest()));
            entries.add(new Entry(Subject.SLOT, words(placeOf(image))));
        }
        entries.add(new Entry(Subject.SEQUENCE_NUMBER, octets(report.sequenceNumber())));
        entries.add(new Entry(Subject.SECURITY_COUNTER, octets(report.securityCounter())));
        entries.add(new Entry(Subject.RESET_REASON, words(report.resetReason())));
        entries.add(new Entry(
                Subject.ATTEMPT,
                Bytes.wrap(ByteBuffer.allocate(4).putInt(report.attempts()).array())));
        entries.add(new Entry(Subject.RECOVERY, Bytes.wrap(new byte[] {(byte) (recovery ? 1 : 0)})));
        entries.add(new Entry(
                Subject.RESULT,
                words(report.event().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        if (!report.detail().isEmpty()) {
            entries.add(new Entry(Subject.ERROR, words(report.detail())));
        }
        return new BootLog(entries);
    }

    /** Such as {@code main by main-cpu at 143360}. */
    private static String placeOf(RunningImage image) {
        String where = image.ram().isPresent() ? "from RAM" : "at " + image.flashOffsetBytes();
        return image.component() + " by " + image.master() + " " + where;
    }

    private static Report report(BootOutcome.Started started) {
        List<ReportEntry> claims = new ArrayList<>();
        for (RunningImage image : started.images()) {
            claims.add(new SystemClaims(
                    image.component(),
                    Parameters.of(
                            new Parameter.ImageDigest(new Digest(Digest.SHA_256, image.imageDigest())),
                            new Parameter.ImageSize(image.sizeBytes()))));
        }
        return new Report(
                "",
                new Digest(Digest.SHA_256, started.image().manifestDigest()),
                Optional.empty(),
                claims,
                new ReportResult.Success(),
                Optional.empty());
    }

    private static Bytes digestOf(List<Bytes> octets) {
        MessageDigest digest = Digest.newSha256();
        octets.forEach(one -> one.updateDigest(digest));
        return Digest.ofSha256(digest).value();
    }

    private static Bytes octets(long number) {
        return Bytes.wrap(ByteBuffer.allocate(8).putLong(number).array());
    }

    private static Bytes words(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
