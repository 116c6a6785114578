package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/**
 * Objects 3 and 5 of a scripted device, as a plain device without SUIT has them: a raw image in, a verdict at the last
 * block, an Update. What it does of its own accord is a set of {@link Habit}s. Guarded by itself.
 */
final class PlainObjects {
    static final int TEXT = 0;
    static final int OPAQUE = 42;
    static final int TLV = 11542;

    private final Set<Habit> habits;
    private final List<String> changed = new ArrayList<>();
    private Function<Bytes, UpdateResult> verdict = body -> UpdateResult.INITIAL;
    private State state = State.IDLE;
    private UpdateResult result = UpdateResult.INITIAL;
    private String version = "1.0.0";
    private String uri = "";
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Bytes installed = Bytes.EMPTY;
    private Bytes bodyToken = Bytes.EMPTY;
    private int largestBlockBytes = 1024;
    private boolean updateAsked;
    private boolean uriWritten;

    PlainObjects(Set<Habit> habits) {
        this.habits = Set.copyOf(habits);
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    synchronized State state() {
        return state;
    }

    synchronized UpdateResult result() {
        return result;
    }

    synchronized Bytes body() {
        return Bytes.wrap(body.toByteArray());
    }

    /** The body that was there when the last Update was accepted. */
    synchronized Bytes installed() {
        return installed;
    }

    synchronized String uri() {
        return uri;
    }

    /** What becomes of a body at its last block: INITIAL for State 2, anything else for State 0 and that Result. */
    synchronized void judges(Function<Bytes, UpdateResult> judge) {
        this.verdict = judge;
    }

    /** Answers blocks with at most this size from now on. */
    synchronized void prefersBlocksOf(int sizeBytes) {
        this.largestBlockBytes = sizeBytes;
    }

    synchronized void become(State newState, UpdateResult newResult) {
        set(newState, newResult);
    }

    synchronized void runsVersion(String newVersion) {
        version = newVersion;
    }

    /** A body that came by another way than a push. */
    synchronized void receives(Bytes other) {
        body = new ByteArrayOutputStream();
        body.writeBytes(other.toArray());
    }

    /** Throws what was received away, as a restart does. */
    synchronized void forgetBody() {
        body = new ByteArrayOutputStream();
    }

    /** The resources that changed since the last call. */
    synchronized List<String> takeChanges() {
        List<String> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** True once after an Update was accepted. */
    synchronized boolean takeUpdateAsked() {
        boolean taken = updateAsked;
        updateAsked = false;
        return taken;
    }

    /** True once after a Package URI was accepted. */
    synchronized boolean takeUriWritten() {
        boolean taken = uriWritten;
        uriWritten = false;
        return taken;
    }

    synchronized Reaction.Answer answer(Incoming request) {
        boolean nextBlock =
                request.isBlock() && request.block().offsetBytes() == body.size() && state != State.DOWNLOADED;
        if (has(Habit.BUSY_IN_PUSH) && inPush() && !nextBlock) {
            return code(ResponseCode.SERVICE_UNAVAILABLE);
        }
        return switch (request.code()) {
            case GET -> read(request.path(), request.accept());
            case PUT, POST -> request.isPackage() ? packageWrite(request) : command(request);
            default -> code(ResponseCode.METHOD_NOT_ALLOWED);
        };
    }

    /** A resource's, instance's or object's value as a device sends it. */
    synchronized Reaction.Answer read(String path, int accept) {
        Map<Integer, Object> resources = path.startsWith("/5") ? firmwareResources() : deviceResources();
        boolean known = path.matches("/[35](/0(/\\d+)?)?");
        if (!known) {
            return code(ResponseCode.NOT_FOUND);
        }
        String[] parts = path.split("/", -1);
        boolean asTlv = accept == TLV || (accept < 0 && parts.length < 4);
        if (!asTlv && accept != TEXT && accept >= 0) {
            return code(ResponseCode.NOT_ACCEPTABLE);
        }
        if (parts.length < 4) {
            Bytes instance = Tlv.resources(resources);
            return content(parts.length == 3 ? instance : Tlv.instance(0, instance), TLV);
        }
        int id = Integer.parseInt(parts[3]);
        Object value = resources.get(id);
        if (value == null) {
            return code(ResponseCode.NOT_FOUND);
        }
        return asTlv || value instanceof List
                ? content(Tlv.resources(Map.of(id, value)), TLV)
                : content(Bytes.wrap(value.toString().getBytes(StandardCharsets.UTF_8)), TEXT);
    }

    private boolean inPush() {
        return body.size() > 0 && (state == State.IDLE || state == State.DOWNLOADING);
    }

    private Reaction.Answer command(Incoming request) {
        return switch (request.path()) {
            case "/5/0/1" -> uriWrite(Tlv.text(request.payload(), request.contentFormat()));
            case "/5/0/2" -> update();
            case "/5/0/10" -> cancel();
            default ->
                code(request.path().startsWith("/5/") ? ResponseCode.METHOD_NOT_ALLOWED : ResponseCode.NOT_FOUND);
        };
    }

    private Reaction.Answer packageWrite(Incoming request) {
        if (request.contentFormat() != OPAQUE && !request.payload().isEmpty()) {
            return code(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
        }
        if (request.block1().isEmpty() && request.payload().isEmpty()) {
            return has(Habit.RESETS_ON_EMPTY_PACKAGE) ? reset() : emptyPackageDisliked();
        }
        if (request.block1().isEmpty() && request.payload().equals(Bytes.ofHex("00"))) {
            return has(Habit.RESETS_ON_ZERO_BYTE) ? reset() : code(ResponseCode.BAD_REQUEST);
        }
        if (state == State.DOWNLOADED || state == State.UPDATING) {
            return code(
                    request.isBlock() && request.block().number() > 0
                            ? ResponseCode.REQUEST_ENTITY_INCOMPLETE
                            : ResponseCode.BAD_REQUEST);
        }
        return block(request, request.block1().orElse(new Incoming.Block(0, false, 1024)));
    }

    private Reaction.Answer emptyPackageDisliked() {
        if (state == State.IDLE) {
            set(State.IDLE, UpdateResult.UNSUPPORTED_PACKAGE_TYPE);
            return code(ResponseCode.CHANGED);
        }
        return code(ResponseCode.BAD_REQUEST);
    }

    private Reaction.Answer block(Incoming request, Incoming.Block block) {
        if (block.number() == 0) {
            body = new ByteArrayOutputStream();
            bodyToken = request.token();
            set(has(Habit.SHOWS_DOWNLOADING) ? State.DOWNLOADING : state, UpdateResult.INITIAL);
        }
        boolean strangeToken = has(Habit.ONE_TOKEN_PER_BODY) && !request.token().equals(bodyToken);
        if (block.offsetBytes() != body.size() || strangeToken) {
            return code(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
        }
        body.writeBytes(request.payload().toArray());
        if (block.more()) {
            int size = Math.min(block.sizeBytes(), largestBlockBytes);
            return blockAnswer(ResponseCode.CONTINUE, new Incoming.Block(block.number(), true, size));
        }
        UpdateResult judged = verdict.apply(body());
        set(judged == UpdateResult.INITIAL ? State.DOWNLOADED : State.IDLE, judged);
        if (judged != UpdateResult.INITIAL) {
            body = new ByteArrayOutputStream();
        }
        return request.block1().isPresent() ? blockAnswer(ResponseCode.CHANGED, block) : code(ResponseCode.CHANGED);
    }

    private Reaction.Answer uriWrite(String written) {
        if (written.isEmpty()) {
            if (!has(Habit.RESETS_ON_EMPTY_URI)) {
                return code(ResponseCode.BAD_REQUEST);
            }
            return state == State.UPDATING ? code(ResponseCode.METHOD_NOT_ALLOWED) : reset();
        }
        if (!written.startsWith("coap:") && !written.startsWith("coaps:")) {
            set(State.IDLE, UpdateResult.UNSUPPORTED_PROTOCOL);
            return code(ResponseCode.BAD_REQUEST);
        }
        uri = written;
        uriWritten = true;
        set(State.DOWNLOADING, UpdateResult.INITIAL);
        return code(ResponseCode.CHANGED);
    }

    private Reaction.Answer update() {
        if (state != State.DOWNLOADED) {
            return code(ResponseCode.METHOD_NOT_ALLOWED);
        }
        set(State.UPDATING, UpdateResult.INITIAL);
        updateAsked = true;
        installed = body();
        return code(ResponseCode.CHANGED);
    }

    private Reaction.Answer cancel() {
        if (!has(Habit.CANCELS) || state == State.UPDATING) {
            return code(ResponseCode.METHOD_NOT_ALLOWED);
        }
        body = new ByteArrayOutputStream();
        set(State.IDLE, UpdateResult.CANCELLED);
        return code(ResponseCode.CHANGED);
    }

    private Reaction.Answer reset() {
        body = new ByteArrayOutputStream();
        uri = "";
        set(State.IDLE, UpdateResult.INITIAL);
        return code(ResponseCode.CHANGED);
    }

    private void set(State newState, UpdateResult newResult) {
        if (newState != state) {
            changed.add("/5/0/3");
        }
        if (newResult != result) {
            changed.add("/5/0/5");
        }
        state = newState;
        result = newResult;
    }

    private Map<Integer, Object> firmwareResources() {
        Map<Integer, Object> resources = new TreeMap<>();
        resources.put(1, uri);
        resources.put(3, (long) state.code());
        resources.put(5, (long) result.code());
        resources.put(6, "plain");
        resources.put(7, version);
        resources.put(8, List.of(0L, 1L));
        resources.put(9, 2L);
        return resources;
    }

    private Map<Integer, Object> deviceResources() {
        Map<Integer, Object> resources = new TreeMap<>();
        resources.put(0, "Scripted");
        resources.put(1, "by hand");
        resources.put(3, version);
        resources.put(16, "U");
        return resources;
    }

    private static Reaction.Answer code(ResponseCode code) {
        return new Reaction.Answer(code, Bytes.EMPTY, -1, Optional.empty());
    }

    private static Reaction.Answer content(Bytes payload, int format) {
        return new Reaction.Answer(ResponseCode.CONTENT, payload, format, Optional.empty());
    }

    private static Reaction.Answer blockAnswer(ResponseCode code, Incoming.Block block) {
        return new Reaction.Answer(code, Bytes.EMPTY, -1, Optional.of(block));
    }
}
