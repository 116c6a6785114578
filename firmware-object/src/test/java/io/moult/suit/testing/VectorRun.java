package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.WholeEnvelope;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.process.Handling;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A vector that brings its payloads along, installed on a device that is for everybody and has the vectors' keys. */
public final class VectorRun {
    private final ManifestVerifier verifier;
    private final Bytes decryptionKey;

    public VectorRun() {
        List<TrustAnchor> anchors = new ArrayList<>(Vectors.trust("ta-p256").anchors());
        anchors.addAll(Vectors.trust("delegated-p256").anchors());
        anchors.addAll(
                Vectors.trustIn("keys/trust_anchor_hmac256_cose_key_secret.hex").anchors());
        verifier = new ManifestVerifier(TrustStore.of(anchors), DecoderLimits.DEFAULT, Capabilities.ALL);
        decryptionKey = Vectors.envelope("keys/device_ecdh_es_a128kw_cose_key_private.hex");
    }

    /** How it ended, and what the device holds, the payloads as they came left out. */
    public record Outcome(boolean done, Map<ComponentId, Bytes> components) {
        public Outcome {
            components = Map.copyOf(components);
        }
    }

    public Outcome of(WholeEnvelope whole) {
        Verification verification = verifier.verify(whole.envelope(), Circumstances.NONE, manifest -> 0);
        MemoryRecipient device = new MemoryRecipient();
        device.anybody = true;
        try {
            device.keys = List.of(KeyFiles.decryptionKey(decryptionKey));
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
        boolean done = verification.fold(
                accepted -> install(
                        new ManifestProcessor(
                                accepted.manifest(),
                                device,
                                (inner, component, prefix) -> verifier.verify(
                                        inner, new Circumstances(OptionalLong.empty(), prefix), dependency -> 0)),
                        device,
                        whole),
                refused -> false);
        Map<ComponentId, Bytes> held = new HashMap<>(device.stored);
        held.values().removeAll(whole.payloads().values());
        return new Outcome(done, held);
    }

    private static boolean install(ManifestProcessor processor, MemoryRecipient device, WholeEnvelope whole) {
        Step step = processor.install();
        while (true) {
            if (step instanceof Step.NeedPayload need) {
                step = stored(
                        processor, device, need.component(), whole.payloads().get(need.uri()), need.handling());
            } else if (step instanceof Step.NeedDependency need) {
                step = stored(
                        processor, device, need.component(), whole.payloads().get(need.uri()), need.handling());
            } else {
                return step instanceof Step.Done;
            }
        }
    }

    private static Step stored(
            ManifestProcessor processor,
            MemoryRecipient device,
            ComponentId component,
            @Nullable Bytes payload,
            Handling handling) {
        Optional<Refusal> refused = payload == null
                ? Optional.of(new Refusal(RefusalReason.BAD_URI, "not in the envelope"))
                : device.write(component, payload, handling);
        return refused.isPresent() ? processor.gaveUp(refused.get()) : processor.payloadStored();
    }
}
