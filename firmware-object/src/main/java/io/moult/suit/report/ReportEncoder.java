package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.suit.codec.ParameterCodec;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Parameters;
import java.util.ArrayList;
import java.util.List;

/** Encodes a report deterministically: the payload of the COSE message that its sender makes of it. */
public final class ReportEncoder {
    static final int NONCE = 2;
    static final int RECORDS = 3;
    static final int RESULT = 4;
    static final int RESULT_CODE = 5;
    static final int RESULT_RECORD = 6;
    static final int RESULT_REASON = 7;
    static final int CAPABILITIES = 8;
    static final int REFERENCE = 99;
    static final int SYSTEM_COMPONENT = 0;

    private ReportEncoder() {}

    public static Bytes encode(Report report) {
        List<CborItem.Pair> members = new ArrayList<>();
        CborItem digest = new CborItem.Array(List.of(
                CborItem.ofLong(report.manifestDigest().algorithm()),
                new CborItem.ByteString(report.manifestDigest().value())));
        add(members, REFERENCE, new CborItem.Array(List.of(new CborItem.Text(report.referenceUri()), digest)));
        report.nonce().ifPresent(nonce -> add(members, NONCE, new CborItem.ByteString(nonce)));
        add(
                members,
                RECORDS,
                new CborItem.Array(
                        report.records().stream().map(ReportEncoder::entry).toList()));
        add(members, RESULT, report.result().fold(success -> CborItem.Simple.TRUE, ReportEncoder::failure));
        report.capabilities().ifPresent(supported -> add(members, CAPABILITIES, capabilities(supported)));
        return new CborWriter().item(new CborItem.Mapping(members)).toBytes();
    }

    private static CborItem failure(ReportResult.Failure failure) {
        List<CborItem.Pair> members = new ArrayList<>();
        add(members, RESULT_CODE, CborItem.ofLong(failure.code()));
        add(members, RESULT_RECORD, record(failure.record()));
        add(members, RESULT_REASON, CborItem.ofLong(failure.reason().code()));
        return new CborItem.Mapping(members);
    }

    private static CborItem entry(ReportEntry entry) {
        return entry instanceof CommandRecord record ? record(record) : claims((SystemClaims) entry);
    }

    private static CborItem record(CommandRecord record) {
        List<CborItem> path = record.manifestPath().stream()
                .map(index -> CborItem.ofLong(index))
                .toList();
        return new CborItem.Array(List.of(
                new CborItem.Array(path),
                CborItem.ofLong(record.sectionKey()),
                CborItem.ofLong(record.offsetBytes()),
                CborItem.ofLong(record.componentIndex()),
                new CborItem.Mapping(parameters(record.measured()))));
    }

    private static CborItem claims(SystemClaims claims) {
        List<CborItem.Pair> members = new ArrayList<>();
        add(members, SYSTEM_COMPONENT, component(claims.component()));
        members.addAll(parameters(claims.properties()));
        return new CborItem.Mapping(members);
    }

    private static CborItem component(ComponentId component) {
        return new CborItem.Array(component.parts().stream()
                .<CborItem>map(CborItem.ByteString::new)
                .toList());
    }

    private static List<CborItem.Pair> parameters(Parameters parameters) {
        return ParameterCodec.encode(parameters);
    }

    private static CborItem capabilities(CapabilityReport supported) {
        List<CborItem.Pair> members = new ArrayList<>();
        add(
                members,
                CapabilityReport.COMPONENTS,
                new CborItem.Array(supported.components().stream()
                        .map(ReportEncoder::componentCapability)
                        .toList()));
        supported
                .lists()
                .forEach((kind, numbers) -> add(
                        members,
                        kind,
                        new CborItem.Array(numbers.stream()
                                .map(number -> CborItem.ofLong(number))
                                .toList())));
        return new CborItem.Mapping(members);
    }

    private static CborItem componentCapability(CapabilityReport.Component component) {
        List<CborItem> parts = new ArrayList<>();
        component.parts().forEach(part -> parts.add(new CborItem.ByteString(part)));
        if (component.anyBelow()) {
            parts.add(CborItem.Simple.TRUE);
        }
        return new CborItem.Array(parts);
    }

    private static void add(List<CborItem.Pair> members, long key, CborItem value) {
        members.add(new CborItem.Pair(CborItem.ofLong(key), value));
    }
}
