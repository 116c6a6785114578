package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/**
 * An LwM2M device played by hand, message by message, over real DTLS. Its objects answer as {@link PlainObjects} do,
 * until a script says otherwise for a request; every request that reaches it is kept in {@link #seen}. What it does
 * happens on one thread of its own.
 */
final class ScriptedDevice implements AutoCloseable {
    /** What it registers with. */
    record Registration(String links, String binding, String version, int lifetimeSeconds) {
        static Registration ordinary() {
            return new Registration("</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</5/0>", "U", "1.1", 300);
        }
    }

    /** What the device does with a request: asked once for each message that arrives. */
    interface Script {
        Reaction to(Incoming request);
    }

    private record Observation(Bytes token, String path, int accept) {}

    private final DeviceAccount account;
    private final InetSocketAddress server;
    private final PlainObjects objects;
    private final ExecutorService brain;
    private final List<Incoming> seen = new CopyOnWriteArrayList<>();
    private final List<Observation> observations = new CopyOnWriteArrayList<>();
    private final Map<Bytes, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();
    private final Map<Integer, Response> answered = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(1000);
    private final AtomicInteger registrations = new AtomicInteger();
    private volatile Registration registration = Registration.ordinary();
    private volatile Script script = request -> Reaction.asUsual();
    private volatile Runnable onUpdate = () -> reboot("2.0.0", UpdateResult.SUCCESS);
    private volatile Consumer<String> onUri = uri -> {};
    private volatile Optional<DtlsLine> line = Optional.empty();
    private volatile String location = "";
    private volatile long lastMessageNanos = System.nanoTime();

    ScriptedDevice(DeviceAccount account, InetSocketAddress server, PlainObjects objects) {
        this.account = account;
        this.server = server;
        this.objects = objects;
        this.brain = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "scripted-" + account.endpoint());
            thread.setDaemon(true);
            return thread;
        });
    }

    PlainObjects objects() {
        return objects;
    }

    List<Incoming> seen() {
        return List.copyOf(seen);
    }

    List<Incoming> blocks() {
        return seen.stream().filter(Incoming::isBlock).toList();
    }

    /** For how long nothing has come from or gone to the server. */
    long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastMessageNanos);
    }

    int registrations() {
        return registrations.get();
    }

    void registersWith(Registration other) {
        this.registration = other;
    }

    /** Later requests are played so; replaces the script before. */
    void plays(Script other) {
        this.script = other;
    }

    /** What happens, on the device's thread, after an Update was accepted and answered; by default a good reboot. */
    void onUpdate(Runnable action) {
        this.onUpdate = action;
    }

    /** What happens, on the device's thread, after a Package URI was accepted and answered. */
    void onUri(Consumer<String> action) {
        this.onUri = action;
    }

    /** Opens a socket (with the next message comes a handshake) and registers. */
    void register() {
        if (line.isEmpty()) {
            connect();
        }
        Request request = new Request(CoAP.Code.POST);
        request.getOptions()
                .setUriPath("rd")
                .setContentFormat(40)
                .addUriQuery("ep=" + account.endpoint())
                .addUriQuery("lt=" + registration.lifetimeSeconds())
                .addUriQuery("lwm2m=" + registration.version());
        if (registration.binding().equals("UQ") && registration.version().equals("1.1")) {
            request.getOptions().addUriQuery("b=U").addUriQuery("Q");
        } else {
            request.getOptions().addUriQuery("b=" + registration.binding());
        }
        request.setPayload(registration.links());
        Response response = exchange(request);
        if (response.getCode() != ResponseCode.CREATED) {
            throw new AssertionError("registration answered " + response.getCode() + " " + response.getPayloadString());
        }
        location = response.getOptions().getLocationPathString();
        registrations.incrementAndGet();
    }

    /** A registration update: same registration, same association, perhaps another address. */
    ResponseCode updateRegistration() {
        Request request = new Request(CoAP.Code.POST);
        request.getOptions().setUriPath(location);
        return exchange(request).getCode();
    }

    /** Gone without a word: socket and association; what it knew of observations is gone too. */
    void vanish() {
        line.ifPresent(DtlsLine::close);
        line = Optional.empty();
        observations.clear();
        answered.clear();
    }

    /** Restarts with this version and result in State 0: vanishes, comes back on a new socket, registers anew. */
    void reboot(String version, UpdateResult result) {
        vanish();
        objects.forgetBody();
        objects.runsVersion(version);
        objects.become(State.IDLE, result);
        objects.takeChanges();
        register();
    }

    /** Runs on the device's own thread, after what is being answered now. */
    void later(Runnable work) {
        brain.execute(work);
    }

    /** Answers a request that was postponed. To be called on the device's own thread, as from a script. */
    void answerNow(Incoming request) {
        reply(objects.answer(request), request, false);
    }

    /** Tells every observer of a resource its value now. */
    void notifyOf(String resource) {
        for (Observation observation : observations) {
            if (resource.equals(observation.path()) || resource.startsWith(observation.path() + "/")) {
                Reaction.Answer value = objects.read(observation.path(), observation.accept());
                Response notification = response(value, CoAP.Type.NON, numbers.incrementAndGet(), observation.token());
                notification.getOptions().setObserve(numbers.incrementAndGet() & 0xffffff);
                transmit(notification);
            }
        }
    }

    /** Notifies of what has changed in the objects since it was last told. */
    void tellChanges() {
        objects.takeChanges().forEach(this::notifyOf);
    }

    boolean observed(String path) {
        return observations.stream().anyMatch(o -> o.path().equals(path) || path.startsWith(o.path() + "/"));
    }

    @Override
    public void close() {
        brain.shutdownNow();
        vanish();
    }

    private void connect() {
        try {
            line = Optional.of(new DtlsLine(account.identity(), account.key(), server, this::received));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a confirmable request and retransmits it, as a device does, until it is answered. */
    private Response exchange(Request request) {
        int number = numbers.incrementAndGet();
        request.setMID(number & 0xffff);
        Bytes token = Bytes.wrap(ByteBuffer.allocate(4).putInt(number).array());
        request.setToken(token.toArray());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        waiting.put(token, answer);
        try {
            for (int attempt = 0; attempt < 8; attempt++) {
                transmit(request);
                try {
                    return answer.get(2, TimeUnit.SECONDS);
                } catch (TimeoutException again) {
                    // retransmit
                }
            }
            throw new AssertionError("no answer to " + request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            waiting.remove(token);
        }
    }

    private void transmit(Message message) {
        lastMessageNanos = System.nanoTime();
        line.ifPresent(open -> open.send(message));
    }

    private void received(Message message) {
        lastMessageNanos = System.nanoTime();
        if (message instanceof Request request) {
            brain.execute(() -> request(request));
        } else if (message instanceof Response response) {
            if (response.getType() == CoAP.Type.CON) {
                transmit(empty(CoAP.Type.ACK, response.getMID()));
            }
            CompletableFuture<Response> answer = waiting.get(Bytes.copyOf(response.getTokenBytes()));
            if (answer != null) {
                answer.complete(response);
            }
        } else if (message.getType() == CoAP.Type.CON) {
            transmit(empty(CoAP.Type.RST, message.getMID()));
        }
    }

    private void request(Request request) {
        Incoming incoming = Incoming.of(request);
        seen.add(incoming);
        Response before = answered.get(incoming.mid());
        if (before != null && objects.has(Habit.CACHES_ANSWERS)) {
            transmit(before);
            return;
        }
        perform(script.to(incoming), incoming, false);
        if (objects.takeUpdateAsked()) {
            onUpdate.run();
        }
        if (objects.takeUriWritten()) {
            onUri.accept(objects.uri());
        }
    }

    private void perform(Reaction reaction, Incoming incoming, boolean lost) {
        if (reaction instanceof Reaction.AsUsual) {
            reply(objects.answer(incoming), incoming, lost);
        } else if (reaction instanceof Reaction.Answer answer) {
            reply(answer, incoming, lost);
        } else if (reaction instanceof Reaction.AnswerLost answerLost) {
            perform(answerLost.handled(), incoming, true);
        } else if (reaction instanceof Reaction.Then then) {
            perform(then.first(), incoming, lost);
            then.afterwards().run();
        }
    }

    private void reply(Reaction.Answer answer, Incoming incoming, boolean lost) {
        if (objects.has(Habit.NOTIFIES_BEFORE_ANSWERING)) {
            tellChanges();
        }
        boolean confirmable = incoming.type() == CoAP.Type.CON;
        Response response = response(
                answer,
                confirmable ? CoAP.Type.ACK : CoAP.Type.NON,
                confirmable ? incoming.mid() : numbers.incrementAndGet(),
                incoming.token());
        if (incoming.observe() == 0 && answer.code() == ResponseCode.CONTENT) {
            observations.removeIf(o -> o.path().equals(incoming.path()));
            observations.add(new Observation(incoming.token(), incoming.path(), incoming.accept()));
            response.getOptions().setObserve(numbers.incrementAndGet() & 0xffffff);
        } else if (incoming.observe() == 1) {
            observations.removeIf(o -> o.token().equals(incoming.token()));
        }
        answered.put(incoming.mid(), response);
        if (!lost) {
            transmit(response);
        }
        tellChanges();
    }

    private static Response response(Reaction.Answer answer, CoAP.Type type, int mid, Bytes token) {
        Response response = new Response(answer.code());
        response.setType(type);
        response.setMID(mid & 0xffff);
        response.setToken(token.toArray());
        if (!answer.payload().isEmpty()) {
            response.setPayload(answer.payload().toArray());
        }
        if (answer.contentFormat() >= 0) {
            response.getOptions().setContentFormat(answer.contentFormat());
        }
        answer.block1()
                .ifPresent(b -> response.getOptions()
                        .setBlock1(
                                org.eclipse.californium.core.coap.BlockOption.size2Szx(b.sizeBytes()),
                                b.more(),
                                b.number()));
        return response;
    }

    private static EmptyMessage empty(CoAP.Type type, int mid) {
        EmptyMessage message = new EmptyMessage(type);
        message.setMID(mid);
        return message;
    }
}
