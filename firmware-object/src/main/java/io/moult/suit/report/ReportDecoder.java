package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.ParameterCodec;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a report strictly: what {@link ReportEncoder} writes, and what other processors write in any order of keys. */
public final class ReportDecoder {
    private final DecoderLimits limits;

    public ReportDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    public ReportDecodeResult decode(Bytes octets) {
        try {
            return new ReportDecodeResult.Decoded(
                    report(CborReader.readDocument(octets, limits).map("a report")));
        } catch (CborException e) {
            RefusalReason reason =
                    e.kind() == CborException.Kind.LIMIT ? RefusalReason.LIMIT_EXCEEDED : RefusalReason.MALFORMED;
            return new ReportDecodeResult.Refused(new Refusal(reason, "report: " + e.detail()));
        }
    }

    private Report report(CborItem.Mapping members) throws CborException {
        List<CborItem> reference =
                member(members, ReportEncoder.REFERENCE, "the reference").array("the reference");
        if (reference.size() != 2) {
            throw CborException.malformed("a reference that is not URI and digest");
        }
        Optional<CborItem> nonce = members.find(ReportEncoder.NONCE);
        List<ReportEntry> records = new ArrayList<>();
        for (CborItem entry :
                member(members, ReportEncoder.RECORDS, "the records").array("the records")) {
            records.add(entry instanceof CborItem.Mapping claims ? claims(claims) : record(entry));
        }
        Optional<CborItem> capabilities = members.find(ReportEncoder.CAPABILITIES);
        return new Report(
                reference.get(0).text("the reference URI"),
                digest(reference.get(1).array("the manifest's digest")),
                nonce.isPresent() ? Optional.of(nonce.get().bytes("the nonce")) : Optional.empty(),
                records,
                result(member(members, ReportEncoder.RESULT, "the result")),
                capabilities.isPresent()
                        ? Optional.of(capabilities(capabilities.get().map("the capabilities")))
                        : Optional.empty());
    }

    private static Digest digest(List<CborItem> parts) throws CborException {
        if (parts.size() != 2) {
            throw CborException.malformed("a digest that does not have two parts");
        }
        return new Digest(
                parts.get(0).integer("the algorithm of a digest"), parts.get(1).bytes("a digest"));
    }

    private ReportResult result(CborItem item) throws CborException {
        if (item.equals(CborItem.Simple.TRUE)) {
            return new ReportResult.Success();
        }
        CborItem.Mapping failure = item.map("the result");
        long reason = member(failure, ReportEncoder.RESULT_REASON, "the reason").integer("the reason");
        return new ReportResult.Failure(
                member(failure, ReportEncoder.RESULT_CODE, "the result's code").integer("the result's code"),
                record(member(failure, ReportEncoder.RESULT_RECORD, "the result's record")),
                ReportReason.of(reason).orElseThrow(() -> CborException.malformed("reason " + reason)));
    }

    private CommandRecord record(CborItem item) throws CborException {
        List<CborItem> parts = item.array("a record");
        if (parts.size() != 5) {
            throw CborException.malformed("a record that does not have five parts");
        }
        List<Integer> path = new ArrayList<>();
        for (CborItem index : parts.get(0).array("a manifest's path")) {
            path.add((int) small(index, "a dependency's index"));
        }
        return new CommandRecord(
                path,
                parts.get(1).integer("a section"),
                small(parts.get(2), "a section's offset"),
                small(parts.get(3), "a component's index"),
                parameters(parts.get(4).map("measured properties")));
    }

    private static long small(CborItem item, String what) throws CborException {
        long value = item.unsigned(what);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw CborException.malformed(what + " of " + Long.toUnsignedString(value));
        }
        return value;
    }

    private SystemClaims claims(CborItem.Mapping members) throws CborException {
        List<Bytes> parts = new ArrayList<>();
        for (CborItem part :
                member(members, ReportEncoder.SYSTEM_COMPONENT, "a component").array("a component")) {
            parts.add(part.bytes("a component's part"));
        }
        CborItem component = CborItem.ofLong(ReportEncoder.SYSTEM_COMPONENT);
        List<CborItem.Pair> claimed = members.pairs().stream()
                .filter(pair -> !pair.key().equals(component))
                .toList();
        if (claimed.isEmpty()) {
            throw CborException.malformed("claims that claim nothing");
        }
        return new SystemClaims(new ComponentId(parts), parameters(new CborItem.Mapping(claimed)));
    }

    private Parameters parameters(CborItem.Mapping pairs) throws CborException {
        return ParameterCodec.decode(pairs, limits);
    }

    /** Kinds of capability that an extension names by a path are passed over: their numbers mean nothing to us. */
    private CapabilityReport capabilities(CborItem.Mapping members) throws CborException {
        List<CapabilityReport.Component> components = new ArrayList<>();
        for (CborItem component :
                member(members, CapabilityReport.COMPONENTS, "the components").array("the components")) {
            components.add(component(component.array("a component")));
        }
        Map<Integer, List<Long>> lists = new TreeMap<>();
        for (int kind = CapabilityReport.COMMANDS; kind <= CapabilityReport.DEPENDENCY; kind++) {
            Optional<CborItem> found = members.find(kind);
            if (found.isPresent()) {
                List<Long> numbers = new ArrayList<>();
                for (CborItem number : found.get().array("capabilities")) {
                    numbers.add(number.integer("a capability"));
                }
                lists.put(kind, numbers);
            }
        }
        try {
            return new CapabilityReport(components, lists);
        } catch (IllegalArgumentException e) {
            throw CborException.malformed("capabilities that are not whole");
        }
    }

    private static CapabilityReport.Component component(List<CborItem> parts) throws CborException {
        boolean any = !parts.isEmpty() && parts.get(parts.size() - 1).equals(CborItem.Simple.TRUE);
        List<Bytes> named = new ArrayList<>();
        for (CborItem part : parts.subList(0, parts.size() - (any ? 1 : 0))) {
            named.add(part.bytes("a component's part"));
        }
        return new CapabilityReport.Component(named, any);
    }

    private static CborItem member(CborItem.Mapping members, long key, String what) throws CborException {
        Optional<CborItem> found = members.find(key);
        if (found.isEmpty()) {
            throw CborException.malformed(what + " is missing");
        }
        return found.get();
    }
}
