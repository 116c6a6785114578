package io.moult.fuzz;

import static io.moult.fuzz.FuzzTarget.require;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.codec.ManifestRules;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.RecipientView;
import io.moult.suit.process.Step;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportDecodeResult;
import io.moult.suit.report.ReportDecoder;
import io.moult.suit.report.ReportEncoder;
import io.moult.suit.testing.ManifestGenerator;
import io.moult.suit.testing.MemoryRecipient;
import io.moult.suit.verify.Unsigned;
import io.moult.suit.verify.VerifiedManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A manifest, and others that it may depend on, whose every part the input chooses, run on a device in memory. Nothing is
 * signed: the processor believes what it is given. It has to come to an end within its steps, conditions may not change
 * the device, and what it reports can be read.
 */
final class ProcessorTarget {
    private static final int MOST_NEEDS = DecoderLimits.DEFAULT.of(Limit.STEPS);
    private static final Bytes CONTENT = Bytes.ofHex("aa");
    private static final Digest OF_NOTHING = Digest.sha256(Bytes.EMPTY);
    private static final Digest OF_CONTENT = Digest.sha256(CONTENT);

    private final Random choices;
    private final MemoryRecipient device = new MemoryRecipient();
    private final List<Digest> digests = new ArrayList<>(List.of(OF_NOTHING, OF_CONTENT));
    private final Map<Digest, Bytes> envelopes = new HashMap<>();

    private ProcessorTarget(Bytes input) {
        this.choices = new OctetRandom(input);
    }

    static boolean run(Bytes input) {
        return new ProcessorTarget(input).run();
    }

    private boolean run() {
        device.epochSeconds = OptionalLong.of(1);
        device.battery = OptionalLong.of(1);
        device.authorized = true;
        boolean acts = choices.nextInt(4) > 0;
        int others = choices.nextInt(4) / 2 + choices.nextInt(4) / 3;
        for (int i = 0; i < others; i++) {
            addDependency(manifest(acts));
        }
        Manifest root = manifest(acts);
        if (ManifestRules.brokenBy(root).isPresent()) {
            return false;
        }
        root.components().forEach(this::fill);
        VerifiedManifest believed = Unsigned.believed(root, OF_CONTENT);
        ManifestProcessor processor =
                new ManifestProcessor(believed, device, (envelope, component, prefix) -> Unsigned.accept(envelope));
        boolean done = runOne(processor);
        if (choices.nextInt(4) == 0) {
            done |= runOne(processor);
            requireReadable(processor.report());
        }
        if (!acts) {
            require(device.deeds.isEmpty(), "conditions have done something: " + device.deeds);
        }
        if (choices.nextInt(4) == 0) {
            requireViewSuffices(believed);
        }
        return done;
    }

    private void requireViewSuffices(VerifiedManifest believed) {
        List<String> deeds = List.copyOf(device.deeds);
        Step validated = ManifestProcessor.validate(believed, (RecipientView) device);
        require(!(validated instanceof Step.NeedPayload), "a view was asked to be filled");
        require(device.deeds.equals(deeds), "validation over a view has done something");
    }

    private Manifest manifest(boolean acts) {
        return ManifestGenerator.fitting(choices, digests).manifestToRun(acts);
    }

    private void addDependency(Manifest manifest) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        digests.add(digest);
        envelopes.put(digest, CodecTargets.unsigned(encoded));
    }

    /** With nothing, with some content, or with the envelope of a dependency. */
    private void fill(ComponentId component) {
        List<Bytes> contents = new ArrayList<>(List.of(Bytes.EMPTY, CONTENT));
        contents.addAll(envelopes.values());
        device.stored.put(component, contents.get(choices.nextInt(contents.size())));
    }

    private boolean runOne(ManifestProcessor processor) {
        return switch (choices.nextInt(4)) {
            case 0 -> toTheEnd(processor, processor.validate());
            case 1 -> toTheEnd(processor, processor.invoke());
            case 2 -> toTheEnd(processor, processor.uninstall());
            default -> toTheEnd(processor, processor.install());
        };
    }

    private boolean toTheEnd(ManifestProcessor processor, Step first) {
        device.arrival = RecipientView.Arrival.PENDING;
        Step step = first;
        int needs = 0;
        while (step instanceof Step.Need need) {
            require(++needs <= MOST_NEEDS, "more needs than steps");
            step = satisfy(processor, need);
        }
        return step instanceof Step.Done;
    }

    private Step satisfy(ManifestProcessor processor, Step.Need need) {
        if (need instanceof Step.Wait) {
            requireReadable(processor.report());
            device.arrival = RecipientView.Arrival.COME;
            return processor.proceed();
        } else if (need instanceof Step.Invoke) {
            return processor.proceed();
        } else if (choices.nextInt(8) == 0) {
            return processor.gaveUp(CodecTargets.notToBeHad());
        } else if (need instanceof Step.NeedDependency dependency) {
            store(dependency.component(), dependency.manifestDigest().map(envelopes::get));
        } else if (need instanceof Step.NeedPayload payload) {
            store(payload.component(), Optional.of(CONTENT));
        }
        return processor.payloadStored();
    }

    private void store(ComponentId component, Optional<Bytes> content) {
        device.stored.put(component, content.orElse(CONTENT));
    }

    private static void requireReadable(Report report) {
        Bytes encoded = ReportEncoder.encode(report);
        ReportDecodeResult decoded = new ReportDecoder(DecoderLimits.DEFAULT).decode(encoded);
        require(
                decoded instanceof ReportDecodeResult.Decoded same
                        && ReportEncoder.encode(same.report()).equals(encoded),
                "a report that cannot be read: " + decoded);
    }
}
