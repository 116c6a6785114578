package io.moult.attest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportDecodeResult;
import io.moult.suit.report.ReportDecoder;
import io.moult.suit.report.ReportEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What a device says of its last boot, as the claims of an Entity Attestation Token (RFC 9711): who it is, what runs,
 * the SUIT_Report on it and the boot log, with the register over that. The report and the log are measurements
 * (RFC 9711 section 4.2.16, draft-ietf-suit-report-18 section 8); the log measures the bootloader that made them.
 *
 * <p>It proves nothing until it is signed, and then not that it is fresh: there is no nonce in it, because it is made at
 * the boot. It is read over an association that proves who answers now.
 *
 * @param deviceId of RFC 9711 section 4.2.1: a type octet and 16 to 32 octets
 * @param secureBoot whether the device had an owner's trust anchors to judge by
 * @param version of what runs; empty if it has none or nothing runs
 * @param report on what runs; empty where nothing does
 */
public record BootEvidence(
        Bytes deviceId,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        boolean secureBoot,
        String version,
        Optional<Report> report,
        BootLog log) {
    /** Names this form of claims. */
    public static final String PROFILE = "urn:uuid:6b1c5a0e-3f0d-5d8e-9a7b-52d1c0a4e7f3";

    private static final long DEVICE_ID = 256;
    private static final long VENDOR = 258;
    private static final long MODEL = 259;
    private static final long OWNER_BOOT = 262;
    private static final long PROFILE_CLAIM = 265;
    private static final long SOFTWARE_VERSION = 271;
    private static final long MEASUREMENTS = 273;
    /** For private use (RFC 8392 section 9.1): the register, 32 octets. */
    private static final long REGISTER = -81_001;

    /** Content formats for experiments (RFC 7252 section 12.3), until the drafts' are assigned. */
    private static final long SUIT_REPORT_FORMAT = 65_010;

    private static final long BOOT_LOG_FORMAT = 65_011;

    public BootEvidence {
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        Objects.requireNonNull(version);
        Objects.requireNonNull(report);
        Objects.requireNonNull(log);
        if (deviceId.length() < 17 || deviceId.length() > 33) {
            throw new IllegalArgumentException("device id of " + deviceId.length() + " B");
        }
    }

    public Bytes encode() {
        List<CborItem.Pair> claims = new ArrayList<>();
        add(claims, DEVICE_ID, new CborItem.ByteString(deviceId));
        vendorId.ifPresent(id -> add(claims, VENDOR, octets(id)));
        classId.ifPresent(id -> add(claims, MODEL, octets(id)));
        add(claims, OWNER_BOOT, secureBoot ? CborItem.Simple.TRUE : CborItem.Simple.FALSE);
        add(claims, PROFILE_CLAIM, new CborItem.Text(PROFILE));
        if (!version.isEmpty()) {
            add(claims, SOFTWARE_VERSION, new CborItem.Array(List.of(new CborItem.Text(version))));
        }
        List<CborItem> measurements = new ArrayList<>();
        report.ifPresent(one -> measurements.add(measurement(SUIT_REPORT_FORMAT, ReportEncoder.encode(one))));
        measurements.add(measurement(BOOT_LOG_FORMAT, log.encode()));
        add(claims, MEASUREMENTS, new CborItem.Array(measurements));
        add(claims, REGISTER, new CborItem.ByteString(log.register()));
        return new CborWriter().item(new CborItem.Mapping(claims)).toBytes();
    }

    private static CborItem measurement(long format, Bytes content) {
        return new CborItem.Array(List.of(CborItem.ofLong(format), new CborItem.ByteString(content)));
    }

    private static void add(List<CborItem.Pair> claims, long key, CborItem value) {
        claims.add(new CborItem.Pair(CborItem.ofLong(key), value));
    }

    /** Reads what {@link #encode} wrote. A register that the log does not lead to is malformed. */
    public static BootEvidence decode(Bytes octets, DecoderLimits limits) throws CborException {
        CborItem item = CborReader.readDocument(octets, limits);
        if (!(item instanceof CborItem.Mapping claims)) {
            throw CborException.malformed("boot evidence is no map of claims");
        }
        if (!required(claims, PROFILE_CLAIM, "profile").equals(new CborItem.Text(PROFILE))) {
            throw CborException.malformed("claims of another profile");
        }
        Optional<Report> report = Optional.empty();
        Optional<BootLog> log = Optional.empty();
        for (CborItem one : required(claims, MEASUREMENTS, "measurements").array("measurements")) {
            List<CborItem> parts = one.array("measurement");
            if (parts.size() != 2) {
                throw CborException.malformed("measurement of " + parts.size() + " parts");
            }
            long format = parts.get(0).unsigned("a measurement's format");
            Bytes content = parts.get(1).bytes("a measurement");
            if (format == SUIT_REPORT_FORMAT && report.isEmpty()) {
                report = Optional.of(report(content, limits));
            } else if (format == BOOT_LOG_FORMAT && log.isEmpty()) {
                log = Optional.of(BootLog.decode(content, limits));
            } else {
                throw CborException.malformed("a measurement in format " + format);
            }
        }
        BootLog whole = log.orElseThrow(() -> CborException.malformed("no boot log among the measurements"));
        if (!whole.register().equals(required(claims, REGISTER, "register").bytes("register"))) {
            throw CborException.malformed("the boot log does not lead to the register");
        }
        return evidence(claims, report, whole);
    }

    private static BootEvidence evidence(CborItem.Mapping claims, Optional<Report> report, BootLog log)
            throws CborException {
        Bytes deviceId = required(claims, DEVICE_ID, "device id").bytes("device id");
        if (deviceId.length() < 17 || deviceId.length() > 33) {
            throw CborException.malformed("device id of " + deviceId.length() + " B");
        }
        return new BootEvidence(
                deviceId,
                id(claims, VENDOR),
                id(claims, MODEL),
                required(claims, OWNER_BOOT, "owner's boot").equals(CborItem.Simple.TRUE),
                version(claims),
                report,
                log);
    }

    private static String version(CborItem.Mapping claims) throws CborException {
        Optional<CborItem> claim = claims.find(SOFTWARE_VERSION);
        if (claim.isEmpty()) {
            return "";
        }
        List<CborItem> parts = claim.get().array("version");
        if (parts.size() != 1 || !(parts.get(0) instanceof CborItem.Text text)) {
            throw CborException.malformed("version is not one text");
        }
        return text.value();
    }

    private static Report report(Bytes content, DecoderLimits limits) throws CborException {
        if (new ReportDecoder(limits).decode(content) instanceof ReportDecodeResult.Decoded good) {
            return good.report();
        }
        throw CborException.malformed("the SUIT_Report cannot be read");
    }

    private static Optional<UUID> id(CborItem.Mapping claims, long key) throws CborException {
        Optional<CborItem> claim = claims.find(key);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        Bytes octets = claim.get().bytes("identifier");
        if (octets.length() != 16) {
            throw CborException.malformed("identifier of " + octets.length() + " B");
        }
        ByteBuffer buffer = octets.asByteBuffer();
        return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
    }

    private static CborItem octets(UUID id) {
        return new CborItem.ByteString(Bytes.wrap(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array()));
    }

    private static CborItem required(CborItem.Mapping claims, long key, String what) throws CborException {
        return claims.find(key).orElseThrow(() -> CborException.malformed("no claim of " + what));
    }
}
