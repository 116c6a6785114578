package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.client.delivery.Fetchers;
import io.moult.client.delivery.PackageIntake.Outcome;
import io.moult.client.resume.Progress;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.CoapCode;
import io.moult.transfer.Offer;
import io.moult.transfer.ReceivedBlock;
import io.moult.updateobject.Delivery;
import io.moult.updateobject.FirmwareUpdateMachine;
import io.moult.updateobject.FirmwareUpdateObject;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateAnswer;
import io.moult.updateobject.UpdateEffect;
import io.moult.updateobject.UpdateEvent;
import io.moult.updateobject.UpdateTransition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The firmware consumer (RFC 9019): receives or fetches a package, believes it or not, stages its image, hands it to the
 * bootloader, and knows afterwards what became of it. What the Firmware Update object does is decided by {@link
 * FirmwareUpdateMachine} alone; this class carries it out.
 *
 * <p>Any thread may call; one at a time is let in. An answer is given when what it promises is durable.
 */
public final class FirmwareConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirmwareConsumer.class);

    private final ConsumerParts parts;
    private final RunningFirmware running;
    private final Ledger ledger;
    private final Reception reception;
    private final Fetching fetching;
    private final Turn turn = new Turn();
    private long lastBlockMillis;
    private Optional<Future<?>> patience = Optional.empty();

    private FirmwareConsumer(ConsumerParts parts, RunningFirmware running) {
        this.parts = parts;
        this.running = running;
        this.ledger = new Ledger(parts.progress(), parts.clock(), parts.scheduler());
        this.reception = new Reception(parts, running, ledger);
        this.fetching = new Fetching(parts.settings().endpoint(), reception, turn, new FetchFindings());
        this.lastBlockMillis = parts.clock().millis();
    }

    /**
     * Starts over what the device has: learns from the boot report what became of an update, and goes on with a transfer
     * that was cut off.
     *
     * @throws IOException when the storage fails
     */
    public static FirmwareConsumer start(ConsumerParts parts) throws IOException {
        FirmwareConsumer consumer = new FirmwareConsumer(parts, RunningFirmware.of(parts.boot()));
        Reply started = consumer.turn.take(consumer::findOut);
        if (!started.isSuccess()) {
            consumer.close();
            throw new IOException("the device's progress cannot be kept: " + started.diagnostic());
        }
        long patience = parts.settings().pushPatience().toMillis();
        consumer.patience = Optional.of(parts.scheduler()
                .scheduleWithFixedDelay(
                        consumer::giveUpSilentPush, patience, Math.max(1, patience / 4), TimeUnit.MILLISECONDS));
        return consumer;
    }

    /** What a server may read; any thread, no waiting. */
    public ConsumerView view() {
        return ledger.view();
    }

    /** What runs on the device. */
    public RunningFirmware running() {
        return running;
    }

    /** Is told the pictures before and after each change that a server may observe, one by one, on another thread. */
    public void onChange(BiConsumer<ConsumerView, ConsumerView> listener) {
        ledger.onChange(listener);
    }

    /** A block of a pushed package, or a whole one, or the reset that an empty one means. */
    public BlockAnswer offer(ReceivedBlock block) {
        return turn.take(
                () -> {
                    lastBlockMillis = parts.clock().millis();
                    return block.block().isEmpty() && FirmwareUpdateObject.isReset(block.payload())
                            ? answer(on(new UpdateEvent.PackageReset()))
                            : offered(block);
                },
                why -> BlockAnswer.of(why.code(), why.diagnostic()));
    }

    private BlockAnswer offered(ReceivedBlock block) {
        Offer offer = reception.judge(block);
        if (offer instanceof Offer.Repeat) {
            return offer.answer();
        }
        boolean tooLarge = offer instanceof Offer.Reject reject && reject.reason() == Offer.Reason.TOO_LARGE;
        boolean begins = offer instanceof Offer.Accept accept ? accept.beginsBody() : tooLarge && block.isFirst();
        Optional<Refusal> unable = begins && mayBegin() ? unable() : Optional.empty();
        if (unable.isPresent()) {
            return answer(on(new UpdateEvent.Refused(unable.get())));
        }
        UpdateTransition transition = begins ? on(new UpdateEvent.FirstBlock()) : on(new UpdateEvent.FurtherBlock());
        if (transition.answer() instanceof UpdateAnswer.Refuse) {
            return answer(transition);
        }
        if (tooLarge) {
            on(new UpdateEvent.Refused(
                    new Refusal(RefusalReason.SLOT_TOO_SMALL, "the package has more octets than fit")));
        }
        return offer instanceof Offer.Accept accept ? taken(accept) : offer.answer();
    }

    private BlockAnswer taken(Offer.Accept accept) {
        Outcome outcome = reception.take(accept);
        if (outcome instanceof Outcome.Refused refused) {
            return answer(on(new UpdateEvent.Refused(refused.refusal())));
        }
        arrived(outcome);
        return accept.answer();
    }

    private boolean mayBegin() {
        return ledger.situation().state() == State.IDLE || ledger.situation().delivery() == Delivery.PUSH;
    }

    /** Why no package may be begun at all, whatever is in it. */
    private Optional<Refusal> unable() {
        try {
            return parts.boot().confirmed()
                    ? parts.identity().refusal()
                    : Optional.of(new Refusal(RefusalReason.POLICY, "the running image is still on trial"));
        } catch (IOException e) {
            return Optional.of(storageFailed(e));
        }
    }

    private static Refusal storageFailed(IOException e) {
        return new Refusal(RefusalReason.STORAGE_FAILED, Clause.of(e));
    }

    /** An address of a package, or nothing, is written to 5/0/1. */
    public Reply writePackageUri(String uri) {
        return turn.take(() -> {
            if (uri.isEmpty()) {
                return reply(on(new UpdateEvent.UriEmptied()));
            }
            Optional<Refusal> objection = unable();
            if (objection.isEmpty() && parts.fetchers().choose(uri) instanceof Fetchers.Choice.Unusable unusable) {
                objection = Optional.of(unusable.refusal());
            }
            return reply(on(new UpdateEvent.UriWritten(uri, objection)));
        });
    }

    /**
     * Update is executed. After a success the candidate is in the bootloader's hands, and the caller sends the answer and
     * then calls {@link #updateAnswered}.
     */
    public Reply executeUpdate() {
        return turn.take(() -> reply(on(new UpdateEvent.UpdateExecuted())));
    }

    /** The answer to Update is out: now the device may go down. */
    public void updateAnswered() {
        if (ledger.situation().state() == State.UPDATING) {
            LOG.info("Resetting into the new image");
            parts.boot().reset();
        }
    }

    /** Cancel is executed. */
    public Reply cancel() {
        return turn.take(() -> reply(on(new UpdateEvent.CancelExecuted())));
    }

    /** 5/0/11 is written. */
    public Reply writeSeverity(long severity) {
        return turn.take(() -> {
            if (severity < FirmwareUpdateObject.SEVERITY_CRITICAL
                    || severity > FirmwareUpdateObject.SEVERITY_OPTIONAL) {
                return new Reply(CoapCode.BAD_REQUEST, "severity is 0, 1 or 2");
            }
            ledger.show((int) severity, ledger.view().deferPeriodSeconds());
            return Reply.CHANGED;
        });
    }

    /** 5/0/13 is written. */
    public Reply writeDeferPeriod(long seconds) {
        return turn.take(() -> {
            ledger.show(ledger.view().severity(), seconds);
            return Reply.CHANGED;
        });
    }

    /** Reboot is executed, and its answer is out. */
    public void reboot() {
        parts.boot().reset();
    }

    /** The application has found itself healthy: the running image is kept, and with it the update has succeeded. */
    public void confirmRunningImage() throws IOException {
        Reply kept = turn.take(() -> {
            try {
                parts.boot().confirm();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return reply(on(new UpdateEvent.BootConfirmed()));
        });
        if (!kept.isSuccess()) {
            throw new IOException("the running image cannot be confirmed: " + kept.diagnostic());
        }
    }

    private Reply findOut() {
        Progress progress = ledger.progress();
        State state = progress.situation().state();
        try {
            Bytes candidate = progress.candidate().envelopeDigest();
            boolean inForce = running.has(candidate);
            if (state == State.DOWNLOADED && (inForce || !reception.candidateIsStaged())) {
                // the bootloader had the candidate before this could be written down
                ledger.keep(FirmwareUpdateMachine.on(ledger.situation(), new UpdateEvent.UpdateExecuted())
                        .next());
                state = State.UPDATING;
            }
            if (state == State.UPDATING) {
                on(
                        running.isLastChange(candidate)
                                ? new UpdateEvent.BootConfirmed()
                                : AfterRestart.outcome(
                                        running.bootReport(),
                                        inForce,
                                        parts.boot().confirmed()));
            } else if (state == State.DOWNLOADING) {
                goOn();
            }
        } catch (IOException e) {
            on(new UpdateEvent.Refused(storageFailed(e)));
        }
        return Reply.CHANGED;
    }

    private void goOn() throws IOException {
        Optional<Outcome> resumed = reception.resume();
        if (resumed.isPresent() && resumed.get() instanceof Outcome.Refused refused) {
            on(new UpdateEvent.Refused(refused.refusal()));
        } else if (resumed.isPresent() && resumed.get() instanceof Outcome.Verified) {
            // the last octets were staged, but what came of it was not written down
            arrived(resumed.get());
        } else {
            boolean kept = resumed.isPresent() || ledger.situation().delivery() == Delivery.PACKAGE_FETCH;
            LOG.info("Cut off while downloading: {}", kept ? "going on" : "nothing is left of it");
            on(new UpdateEvent.Restarted(kept));
        }
    }

    /** Lets the machine decide, keeps what it decides, and does what it asks for. */
    private UpdateTransition on(UpdateEvent event) {
        UpdateTransition transition = FirmwareUpdateMachine.on(ledger.situation(), event);
        if (transition.effects().contains(UpdateEffect.INSTALL)) {
            return install(transition);
        }
        boolean succeeded = ledger.situation().state() == State.UPDATING
                && transition.next().state() == State.IDLE;
        boolean over = succeeded || transition.effects().contains(UpdateEffect.DISCARD);
        Progress next = ledger.progress().in(transition.next());
        if (over) {
            next = next.withoutPackage();
        }
        if (!next.equals(ledger.progress())) {
            ledger.keep(next);
        }
        for (UpdateEffect effect : transition.effects()) {
            switch (effect) {
                case STOP_FETCHING -> fetching.stop();
                case DISCARD -> reception.discard();
                case FETCH_PACKAGE, FETCH_PAYLOAD -> fetch();
                case RECEIVE, INSTALL -> {}
            }
        }
        return transition;
    }

    /** The bootloader is told first: a device that ends in between finds the candidate running, and draws the line then. */
    private UpdateTransition install(UpdateTransition transition) {
        try {
            parts.boot().requestTrialBoot(ledger.progress().candidate().imageSizeBytes());
        } catch (IOException e) {
            LOG.error("The bootloader does not take the candidate: {}", e.getMessage());
            return on(new UpdateEvent.Refused(new Refusal(RefusalReason.INSTALL_FAILED, Clause.of(e))));
        }
        ledger.keep(transition.next());
        return transition;
    }

    /** Octets were taken. */
    private void arrived(Outcome outcome) {
        if (outcome instanceof Outcome.Verified) {
            ledger.keep(ledger.progress().completed());
            on(new UpdateEvent.PackageVerified());
            LOG.info("Staged and verified: {}", ledger.view().packageVersion());
        } else if (outcome instanceof Outcome.Fetch fetch) {
            if (parts.fetchers().choose(fetch.address()) instanceof Fetchers.Choice.Unusable unusable) {
                on(new UpdateEvent.Refused(unusable.refusal()));
            } else {
                on(new UpdateEvent.PayloadNeeded());
            }
        } else if (outcome instanceof Outcome.Refused refused) {
            on(new UpdateEvent.Refused(refused.refusal()));
        }
    }

    private void fetch() {
        Optional<String> address = reception.addressToFetch();
        if (address.isPresent() && parts.fetchers().choose(address.get()) instanceof Fetchers.Choice.Usable usable) {
            boolean payload = ledger.situation().delivery() == Delivery.PAYLOAD_FETCH;
            fetching.start(usable.fetcher(), reception.job(usable.address(), payload), payload);
        } else {
            on(new UpdateEvent.Refused(new Refusal(RefusalReason.BAD_URI, address.orElse("no address"))));
        }
    }

    /** What a fetch leads to. */
    private final class FetchFindings implements Fetching.Findings {
        @Override
        public void arrived(Outcome outcome) {
            FirmwareConsumer.this.arrived(outcome);
        }

        @Override
        public void refused(Refusal refusal) {
            on(new UpdateEvent.Refused(refusal));
        }

        @Override
        public void connectionGivenUp(String detail) {
            on(new UpdateEvent.ConnectionGivenUp(detail));
        }
    }

    private void giveUpSilentPush() {
        turn.take(() -> {
            long silent = parts.clock().millis() - lastBlockMillis;
            if (ledger.situation().delivery() == Delivery.PUSH
                    && silent >= parts.settings().pushPatience().toMillis()) {
                LOG.info("No block for {} ms: the push is given up", silent);
                on(new UpdateEvent.ConnectionGivenUp("no block for " + silent / 1_000 + " s"));
            }
            return Reply.CHANGED;
        });
    }

    private static BlockAnswer answer(UpdateTransition transition) {
        return transition.answer() instanceof UpdateAnswer.Refuse refuse
                ? BlockAnswer.of(refuse.code(), refuse.diagnostic())
                : BlockAnswer.of(CoapCode.CHANGED, "");
    }

    private static Reply reply(UpdateTransition transition) {
        BlockAnswer answer = answer(transition);
        return new Reply(answer.code(), answer.diagnostic());
    }

    /** Waits until what was running at the end has run out; false when it has not after this time. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return fetching.awaitEnd(atMost);
    }

    /** Ends at once. What was in transfer can go on after a new start. */
    @Override
    public void close() {
        turn.close(() -> {
            patience.ifPresent(check -> check.cancel(false));
            fetching.close();
        });
    }
}
