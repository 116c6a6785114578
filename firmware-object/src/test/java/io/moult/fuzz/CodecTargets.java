package io.moult.fuzz;

import static io.moult.fuzz.FuzzTarget.require;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Diagnostic;
import io.moult.suit.cli.Shown;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.codec.ManifestRules;
import io.moult.suit.codec.WholeEnvelope;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.report.ReportDecodeResult;
import io.moult.suit.report.ReportDecoder;
import io.moult.suit.report.ReportEncoder;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Octets that claim to be CBOR, an envelope, a manifest, a report. Nothing in here is slow. */
final class CodecTargets {
    private static final DecoderLimits LIMITS = DecoderLimits.DEFAULT;
    private static final Digest SOME_DIGEST = Digest.sha256(Bytes.EMPTY);
    private static final Authentication UNSIGNED =
            new Authentication(SOME_DIGEST, ManifestEncoder.encode(SOME_DIGEST), List.of());

    private CodecTargets() {}

    /** What is read is written in as many octets, since only shortest forms are read, and read again the same. */
    static boolean cbor(Bytes input) {
        CborItem item;
        try {
            item = CborReader.readDocument(input, LIMITS);
        } catch (CborException e) {
            longerForms(input);
            return false;
        }
        require(item.equals(longerForms(input).orElse(null)), "shortest forms are read differently from a file");
        Bytes written = new CborWriter().item(item).toBytes();
        require(written.length() == input.length(), "written in another length than read");
        require(written.equals(rewritten(written)), "written differently the second time");
        require(!new Diagnostic(LIMITS).print(item).isEmpty(), "shown as nothing");
        return true;
    }

    private static Optional<CborItem> longerForms(Bytes input) {
        try {
            return Optional.of(CborReader.readFile(input, LIMITS));
        } catch (CborException e) {
            return Optional.empty();
        }
    }

    private static Bytes rewritten(Bytes written) {
        try {
            return new CborWriter()
                    .item(CborReader.readDocument(written, LIMITS))
                    .toBytes();
        } catch (CborException e) {
            throw new AssertionError("what we write we do not read", e);
        }
    }

    /** However the octets are cut while they arrive, the head that is found or the reason why not is the same. */
    static boolean envelope(Bytes input) {
        EnvelopeReader reader = new EnvelopeReader(LIMITS);
        HeadResult whole = reader.readHead(input);
        for (int cut : new int[] {input.length() / 2, input.length() - 1}) {
            if (cut > 0) {
                requireConsistent(reader.readHead(input.slice(0, cut)), cut, whole);
            }
        }
        if (!(WholeEnvelope.read(input, LIMITS) instanceof WholeEnvelope.Result.Read read)) {
            return false;
        }
        Envelope envelope = read.whole().envelope();
        Envelope stripped = complete(reader.readHead(envelope.stripped()));
        require(stripped.manifest().equals(envelope.manifest()), "stripping has changed the manifest");
        require(stripped.authentication().equals(envelope.authentication()), "stripping has changed a signature");
        Shown.asNotation(envelope);
        DecodeResult decoded = new ManifestDecoder(LIMITS).decode(envelope);
        if (decoded instanceof DecodeResult.Decoded good) {
            Shown.inWords(envelope, good.manifest());
            return true;
        }
        return false;
    }

    private static void requireConsistent(HeadResult ofPrefix, int cut, HeadResult ofAll) {
        if (ofPrefix instanceof HeadResult.NeedMore more) {
            require(more.atLeastBytes() > cut, "asks for octets that are there");
        } else if (ofPrefix instanceof HeadResult.Refused refused) {
            require(refused.equals(ofAll), "refused only while it arrives: " + refused);
        } else if (ofAll instanceof HeadResult.Complete complete) {
            require(
                    complete.headLengthBytes() == ((HeadResult.Complete) ofPrefix).headLengthBytes(),
                    "another head while it arrives");
        } else {
            require(ofAll instanceof HeadResult.Refused, "complete, and incomplete with more octets");
        }
    }

    private static Envelope complete(HeadResult result) {
        if (result instanceof HeadResult.Complete complete) {
            return complete.envelope();
        }
        throw new AssertionError("a stripped envelope is no envelope: " + result);
    }

    /** What is decoded follows the rules, is encoded and decoded again as the same, and can be explained. */
    static boolean manifest(Bytes input) {
        DecodeResult decoded = decode(input, Map.of());
        if (!(decoded instanceof DecodeResult.Decoded good)) {
            return false;
        }
        Manifest manifest = good.manifest();
        require(ManifestRules.brokenBy(manifest).isEmpty(), "decoded against the rules");
        Bytes encoded = ManifestEncoder.encode(manifest);
        Manifest again = decode(encoded, ManifestEncoder.severed(manifest)).fold(same -> same, refusal -> {
            throw new AssertionError("what we encode we refuse: " + refusal);
        });
        require(ManifestEncoder.encode(again).equals(encoded), "encoded differently the second time");
        Unsigned.support(manifest);
        Shown.inWords(envelope(input, Map.of()), manifest);
        return true;
    }

    private static DecodeResult decode(Bytes manifest, Map<Integer, Bytes> severed) {
        return new ManifestDecoder(LIMITS).decode(envelope(manifest, severed));
    }

    /** An envelope that nobody has signed, made without reading any octets. */
    private static Envelope envelope(Bytes manifest, Map<Integer, Bytes> severed) {
        List<Envelope.Entry> entries = new ArrayList<>();
        entries.add(entry(Envelope.KEY_MANIFEST, manifest));
        severed.forEach((key, content) -> entries.add(entry(key, content)));
        return new Envelope(entries, UNSIGNED, Optional.empty(), 0, List.of());
    }

    private static Envelope.Entry entry(int key, Bytes content) {
        Bytes wrapped = new CborWriter().bytes(content).toBytes();
        Bytes encoded = new CborWriter().unsigned(key).raw(wrapped).toBytes();
        return new Envelope.Entry(key, encoded, wrapped, content);
    }

    /** What is decoded is encoded and decoded again as the same. */
    static boolean report(Bytes input) {
        if (!(new ReportDecoder(LIMITS).decode(input) instanceof ReportDecodeResult.Decoded decoded)) {
            return false;
        }
        Bytes encoded = ReportEncoder.encode(decoded.report());
        ReportDecodeResult again = new ReportDecoder(LIMITS).decode(encoded);
        require(
                again instanceof ReportDecodeResult.Decoded same
                        && ReportEncoder.encode(same.report()).equals(encoded),
                "encoded differently the second time: " + again);
        return true;
    }

    /** An envelope around a manifest that nobody has signed. */
    static Bytes unsigned(Bytes manifest) {
        return EnvelopeEncoder.head(manifest, EnvelopeEncoder.digestOf(manifest), List.of(), Optional.empty());
    }

    /** For a device that cannot be given what it asks for. */
    static Refusal notToBeHad() {
        return new Refusal(RefusalReason.CONNECTION_LOST, "nobody has it");
    }
}
