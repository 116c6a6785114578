package io.moult.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.attest.BootEvidence;
import io.moult.attest.SignedEvidence;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustAnchor;
import io.moult.server.device.Device;
import io.moult.server.repository.Release;
import io.moult.server.repository.StoredImage;
import io.moult.server.tracker.TimelineEntry;
import io.moult.server.tracker.Update;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What the API shows, as JSON. Unsigned 64-bit numbers are decimal strings, times are ISO 8601 in UTC. */
final class Views {
    private final ObjectMapper mapper;

    Views(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    ObjectNode device(Device device, Optional<Update> update) {
        ObjectNode node = mapper.createObjectNode();
        node.put("endpoint", device.endpoint());
        node.put("registered", device.registered());
        node.put("firstSeen", device.firstSeen().toString());
        node.put("lastSeen", device.lastSeen().toString());
        node.put("vendorId", device.vendorId().map(Object::toString).orElse(null));
        node.put("classId", device.classId().map(Object::toString).orElse(null));
        node.put("version", device.version());
        node.put(
                "sequenceNumber",
                device.sequenceNumber().isPresent()
                        ? Long.toUnsignedString(device.sequenceNumber().getAsLong())
                        : null);
        number(node, "state", device.state());
        node.put("stateName", stateName(device.state()));
        number(node, "result", device.result());
        node.put("resultName", resultName(device.result()));
        node.put("lastRefusal", device.lastRefusal());
        node.set("bootReport", bootReport(device.bootReport()));
        node.put("supportsPrivateObject", device.supportsPrivateObject());
        ArrayNode methods = node.putArray("deliveryMethods");
        int method = device.deliveryMethod().orElse(2);
        if (method != 0) {
            methods.add("push");
        }
        if (method != 1) {
            methods.add("uri");
        }
        update.ifPresent(unfinished -> node.put("update", unfinished.id()));
        return node;
    }

    /** What a device signed of its last boot, and whether it is its signature; null for nothing. */
    JsonNode signedBootReport(Bytes signed, Optional<TrustAnchor> key) {
        if (signed.isEmpty()) {
            return mapper.nullNode();
        }
        SignedEvidence.Opened opened = SignedEvidence.open(signed, key, DecoderLimits.DEFAULT);
        ObjectNode node = mapper.createObjectNode();
        if (opened instanceof SignedEvidence.Opened.Refused refused) {
            node.put("signature", "refused").put("detail", refused.detail());
        } else if (opened instanceof SignedEvidence.Opened.Authentic authentic) {
            evidence(node.put("signature", "valid"), authentic.evidence());
        } else if (opened instanceof SignedEvidence.Opened.NotChecked unchecked) {
            node.put("signature", "not-checked").put("detail", "the device's key is not known");
            evidence(node, unchecked.evidence());
        }
        node.put("octets", Base64.getEncoder().encodeToString(signed.toArray()));
        return node;
    }

    private static void evidence(ObjectNode node, BootEvidence evidence) {
        node.put("deviceId", evidence.deviceId().hex());
        node.put("secureBoot", evidence.secureBoot());
        node.put("version", evidence.version());
        node.put("register", evidence.log().register().hex());
        ArrayNode log = node.putArray("log");
        evidence.log()
                .entries()
                .forEach(entry -> log.addObject().put(entry.subject().label(), entry.shown()));
    }

    private static void number(ObjectNode node, String name, OptionalInt value) {
        if (value.isPresent()) {
            node.put(name, value.getAsInt());
        } else {
            node.putNull(name);
        }
    }

    private JsonNode bootReport(String text) {
        if (text.isEmpty()) {
            return mapper.nullNode();
        }
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException notJson) {
            return mapper.getNodeFactory().textNode(text);
        }
    }

    private static String stateName(OptionalInt state) {
        return state.isPresent() ? label(State.ofCode(state.getAsInt())) : "";
    }

    private static String resultName(OptionalInt result) {
        return result.isPresent() ? label(UpdateResult.ofCode(result.getAsInt())) : "";
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ObjectNode release(Release release) {
        ObjectNode node = mapper.createObjectNode();
        node.put("id", release.id());
        node.put("kind", label(release.kind()));
        node.put("name", release.name());
        node.put("version", release.version());
        node.put(
                "sequenceNumber",
                release.sequenceNumber().isPresent()
                        ? Long.toUnsignedString(release.sequenceNumber().getAsLong())
                        : null);
        node.put("vendorId", release.vendorId().map(Object::toString).orElse(null));
        node.put("classId", release.classId().map(Object::toString).orElse(null));
        node.put("payloadUri", release.payloadUri().orElse(null));
        node.put("size", release.sizeBytes());
        node.put("sha256", release.sha256().hex());
        node.put("createdAt", release.createdAt().toString());
        return node;
    }

    ObjectNode image(StoredImage image) {
        ObjectNode node = mapper.createObjectNode();
        node.put("name", image.name());
        node.put("path", "/images/" + image.name());
        node.put("size", image.sizeBytes());
        node.put("sha256", image.sha256().hex());
        return node;
    }

    ObjectNode update(Update update) {
        Update.Order order = update.order();
        Update.Progress progress = update.progress();
        ObjectNode node = mapper.createObjectNode();
        node.put("id", update.id());
        node.put("endpoint", order.endpoint());
        node.put("release", order.releaseId());
        node.put("delivery", order.delivery().label());
        node.put("force", order.force());
        node.put("execute", order.execute());
        node.put("state", update.phase().label());
        node.put("finished", update.phase().isFinal());
        node.put("waitsFor", update.phase().isFinal() ? null : update.phase().meaning());
        node.put("reason", update.reason());
        node.put("offset", progress.offsetBytes());
        node.put("size", order.sizeBytes());
        if (progress.result() >= 0) {
            node.put("result", progress.result());
            node.put("resultName", label(UpdateResult.ofCode(progress.result())));
        } else {
            node.putNull("result");
        }
        node.put("versionBefore", progress.versionBefore());
        node.put("versionAfter", progress.versionAfter());
        node.put("createdAt", order.createdAt().toString());
        node.put("changedAt", update.changedAt().toString());
        node.put(
                "deadline",
                update.deadline().equals(Instant.MAX) ? null : update.deadline().toString());
        return node;
    }

    ObjectNode update(Update update, List<TimelineEntry> timeline) {
        ObjectNode node = update(update);
        ArrayNode entries = node.putArray("timeline");
        for (TimelineEntry entry : timeline) {
            entries.addObject()
                    .put("at", entry.at().toString())
                    .put("state", entry.phase().label())
                    .put("text", entry.text());
        }
        return node;
    }
}
