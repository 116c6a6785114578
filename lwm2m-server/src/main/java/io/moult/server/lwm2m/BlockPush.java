package io.moult.server.lwm2m;

import io.moult.bytes.Bytes;
import io.moult.server.device.DeviceHabits;
import io.moult.server.tracker.DeviceLink;
import io.moult.server.tracker.DeviceLink.PushListener;
import io.moult.server.tracker.DeviceLink.PushOrder;
import io.moult.server.tracker.TrackerEvent;
import io.moult.transfer.Block1Sender;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockSize;
import io.moult.transfer.SendBlock;
import io.moult.transfer.SendSettings;
import io.moult.transfer.SendStep;
import io.moult.transfer.californium.Block1Messages;
import io.moult.transfer.californium.RetransmissionWatch;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.stack.ReliabilityLayerParameters;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * One push under way: does what {@link Block1Sender} says, over raw Californium requests. Holds one block at a time and
 * no thread. Guarded by its own lock; the listener is called outside of it.
 */
final class BlockPush implements DeviceLink.RunningPush {
    private static final String PACKAGE = "5/0/0";
    private final PushOrder order;
    private final PushListener listener;
    private final Route route;
    private final DeviceReader reader;
    private final Timing timing;
    private final ReliabilityLayerParameters reliability;
    private final Block1Sender sender;
    private final Token token;

    private boolean over;
    private boolean sentAgain;
    private DeviceHabits habits;
    private @Nullable Request inFlight;
    private @Nullable Registration addressee;
    private long sentAtNanos;
    private OptionalLong limit = OptionalLong.empty();

    BlockPush(
            PushOrder order,
            PushListener listener,
            Route route,
            DeviceReader reader,
            ReliabilityLayerParameters reliability,
            int blockSizeBytes,
            Token token,
            Timing timing) {
        this.order = order;
        this.listener = listener;
        this.route = route;
        this.reader = reader;
        this.timing = timing;
        this.reliability = reliability;
        this.token = token;
        this.habits = order.habits();
        this.sender = new Block1Sender(
                order.body().lengthBytes(),
                order.body().identity(),
                order.fromOffsetBytes(),
                SendSettings.DEFAULT
                        .withBlockSize(BlockSize.atMostOctets(Math.min(blockSizeBytes, habits.blockSizeBytes())))
                        .withSameToken(habits.oneTokenPerBody()));
    }

    /**
     * Time, as pushes need it.
     *
     * @param whenOver is told of each push that has ended or was stopped
     */
    record Timing(ScheduledExecutorService timer, LongSupplier nanoTime, Consumer<BlockPush> whenOver) {}

    String endpoint() {
        return order.endpoint();
    }

    void start() {
        send(sender.current());
    }

    @Override
    public synchronized long offsetBytes() {
        return sender.offsetBytes();
    }

    @Override
    public void stop() {
        Request request;
        synchronized (this) {
            over = true;
            request = inFlight;
            inFlight = null;
        }
        timing.whenOver().accept(this);
        if (request != null) {
            request.cancel();
        }
    }

    /** The device has another address now: what was sent to the old one is sent again. */
    void readdressed() {
        Request old;
        SendBlock block;
        synchronized (this) {
            if (over || inFlight == null) {
                return;
            }
            old = inFlight;
            inFlight = null;
            sentAgain = true;
            block = sender.current();
        }
        old.cancel();
        send(block);
    }

    /** Gives up a request that was acknowledged and then never answered. */
    void checkAge(long nowNanos, long limitNanos) {
        Request old;
        synchronized (this) {
            if (over || inFlight == null || nowNanos - sentAtNanos < limitNanos) {
                return;
            }
            old = inFlight;
            inFlight = null;
        }
        old.cancel();
        silent();
    }

    private void send(SendBlock block) {
        Optional<Registration> registration = route.registration(order.endpoint());
        if (registration.isEmpty()) {
            end(new TrackerEvent.PushInterrupted("the device is not registered"));
            return;
        }
        if (!route.isAwake(registration.get())) {
            end(new TrackerEvent.PushInterrupted("the device sleeps"));
            return;
        }
        Bytes payload;
        try {
            payload = order.body().read(block.offsetBytes(), block.lengthBytes());
        } catch (IOException e) {
            end(new TrackerEvent.PushInterrupted("the package's file cannot be read: " + e.getMessage()));
            return;
        }
        Request request = Block1Messages.put(PACKAGE, block, payload);
        request.setDestinationContext(route.destination(registration.get()));
        request.setReliabilityLayerParameters(reliability);
        if (block.sameToken()) {
            request.setToken(token);
        }
        RetransmissionWatch watch = RetransmissionWatch.on(request);
        request.addMessageObserver(new Observer(request, watch));
        synchronized (this) {
            if (over) {
                return;
            }
            inFlight = request;
            addressee = registration.get();
            sentAtNanos = timing.nanoTime().getAsLong();
        }
        route.coap().sendRequest(request);
    }

    /** Hears of one request; only of the one in flight. */
    private final class Observer extends MessageObserverAdapter {
        private final Request request;
        private final RetransmissionWatch watch;

        Observer(Request request, RetransmissionWatch watch) {
            this.request = request;
            this.watch = watch;
        }

        @Override
        public void onResponse(Response response) {
            if (isDone(request)) {
                answered(Block1Messages.answer(response), watch.retransmitted());
            }
        }

        @Override
        public void onTimeout() {
            if (isDone(request)) {
                silent();
            }
        }

        @Override
        public void onReject() {
            if (isDone(request)) {
                end(new TrackerEvent.PushInterrupted("the device reset the exchange"));
            }
        }

        @Override
        public void onSendError(Throwable error) {
            if (isDone(request)) {
                end(new TrackerEvent.PushInterrupted("there is no DTLS connection to the device ("
                        + error.getClass().getSimpleName() + ")"));
            }
        }
    }

    private synchronized boolean isDone(Request request) {
        if (over || inFlight != request) {
            return false;
        }
        inFlight = null;
        return true;
    }

    private void answered(BlockAnswer answer, boolean retransmitted) {
        SendStep step;
        boolean further;
        long offset;
        Optional<DeviceHabits> learnt;
        Registration heard;
        synchronized (this) {
            long before = sender.offsetBytes();
            limit = answer.size1();
            step = sender.answered(answer, retransmitted || sentAgain);
            sentAgain = false;
            offset = sender.offsetBytes();
            further = offset != before;
            learnt = newHabits();
            heard = addressee;
        }
        if (heard != null) {
            route.heardOf(heard);
        }
        learnt.ifPresent(listener::learnt);
        if (further && step instanceof SendStep.Send) {
            listener.advanced(offset, () -> follow(step));
        } else {
            follow(step);
        }
    }

    private Optional<DeviceHabits> newHabits() {
        DeviceHabits now = habits;
        if (sender.sameToken()) {
            now = now.withOneTokenPerBody();
        }
        if (sender.blockSize().octets() < now.blockSizeBytes()) {
            now = now.withBlockSizeBytes(sender.blockSize().octets());
        }
        if (now.equals(habits)) {
            return Optional.empty();
        }
        habits = now;
        return Optional.of(now);
    }

    private void silent() {
        Registration quiet;
        SendStep step;
        synchronized (this) {
            step = sender.timedOut();
            quiet = addressee;
        }
        if (quiet != null) {
            route.notHeardOf(quiet);
        }
        follow(step);
    }

    private void follow(SendStep step) {
        if (step instanceof SendStep.Send send) {
            send(send.block());
        } else if (step instanceof SendStep.SendLater later) {
            var unused = timing.timer()
                    .schedule(() -> sendUnlessOver(later.block()), later.delayMillis(), TimeUnit.MILLISECONDS);
        } else if (step instanceof SendStep.ReadDevice read) {
            readDevice(read.doubt());
        } else if (step instanceof SendStep.Park park) {
            end(new TrackerEvent.PushInterrupted(words(park.doubt())));
        } else if (step instanceof SendStep.Refused refused) {
            end(refusal(refused));
        } else {
            end(new TrackerEvent.PushCompleted());
        }
    }

    private void sendUnlessOver(SendBlock block) {
        boolean go;
        synchronized (this) {
            go = !over;
        }
        if (go) {
            send(block);
        }
    }

    private TrackerEvent refusal(SendStep.Refused refused) {
        return switch (refused.cause()) {
            case RECEIVER -> new TrackerEvent.PushRefused(refused.code().toString(), refused.diagnostic());
            case BODY_TOO_LARGE -> new TrackerEvent.PushTooLarge(limit);
            case BLOCK_TOO_LARGE -> new TrackerEvent.PushTooLarge(OptionalLong.empty());
        };
    }

    private void readDevice(SendStep.Doubt doubt) {
        Optional<Registration> registration = route.registration(order.endpoint());
        if (registration.isEmpty()) {
            end(new TrackerEvent.PushInterrupted("the device is not registered"));
            return;
        }
        reader.read(registration.get(), DeviceLink.ReadScope.PROGRESS, answer -> {
            if (answer instanceof TrackerEvent.NoAnswer none && !none.why().equals(Requests.UNREADABLE)) {
                end(new TrackerEvent.PushInterrupted(none.why()));
                return;
            }
            Optional<TrackerEvent> verdict = Progress.refusal(answer, doubt);
            if (verdict.isPresent()) {
                end(verdict.get());
                return;
            }
            SendStep step;
            synchronized (this) {
                if (over) {
                    return;
                }
                step = sender.deviceRead(Progress.of(answer));
            }
            follow(step);
        });
    }

    private void end(TrackerEvent outcome) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        timing.whenOver().accept(this);
        listener.ended(outcome);
    }

    private static String words(SendStep.Doubt doubt) {
        return switch (doubt) {
            case TIMEOUT -> "the device did not answer to a block";
            case BUSY -> "the device was busy for too long (5.03)";
            case RESTARTS -> "the push had to begin again too often";
            case INCOMPLETE, LAST_BLOCK ->
                "the push is in doubt: " + doubt.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
