package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.Fetchers;
import io.moult.client.delivery.PackageIntake.Outcome;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.client.resume.Progress;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
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
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
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
    private final FetchRunner fetches;
    private final ReentrantLock turn = new ReentrantLock();
    private long fetchNumber;
    private long lastBlockMillis;
    private Optional<Future<?>> patience = Optional.empty();
    private boolean closed;

    private FirmwareConsumer(ConsumerParts parts, RunningFirmware running) {
        this.parts = parts;
        this.running = running;
        this.ledger = new Ledger(parts.progress(), parts.clock(), parts.scheduler());
        this.reception = new Reception(parts, running, ledger);
        this.fetches = new FetchRunner(parts.settings().endpoint());
        this.lastBlockMillis = parts.clock().millis();
    }

    /**
     * Starts over what the device has: learns from the boot report what became of an update, and goes on with a transfer
     * that was cut off.
     *
     * @throws IOException when the storage fails
     */
    public static FirmwareConsumer start(ConsumerParts parts) throws IOException {
        FirmwareConsumer consumer = new FirmwareConsumer(parts, running(parts));
        consumer.inTurn(() -> {
            consumer.findOut();
            return Reply.CHANGED;
        });
        long patience = parts.settings().pushPatience().toMillis();
        consumer.patience = Optional.of(parts.scheduler()
                .scheduleWithFixedDelay(
                        consumer::giveUpSilentPush, patience, Math.max(1, patience / 4), TimeUnit.MILLISECONDS));
        return consumer;
    }

    private static RunningFirmware running(ConsumerParts parts) throws IOException {
        Bytes envelope = parts.boot().runningEnvelope();
        Bytes manifestDigest = Bytes.EMPTY;
        if (new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope) instanceof HeadResult.Complete head) {
            manifestDigest = head.envelope().authentication().digest().value();
        }
        return new RunningFirmware(
                parts.boot().bootReport(),
                manifestDigest,
                envelope.isEmpty() ? Bytes.EMPTY : Digest.sha256(envelope).value());
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
        turn.lock();
        try {
            lastBlockMillis = parts.clock().millis();
            return block.block().isEmpty() && FirmwareUpdateObject.isReset(block.payload())
                    ? answer(on(new UpdateEvent.PackageReset()))
                    : offered(block);
        } catch (UncheckedIOException e) {
            return failed(e);
        } finally {
            turn.unlock();
        }
    }

    private BlockAnswer offered(ReceivedBlock block) {
        Offer offer = reception.judge(block);
        if (offer instanceof Offer.Repeat) {
            return offer.answer();
        }
        boolean tooLarge = offer instanceof Offer.Reject reject && reject.reason() == Offer.Reason.TOO_LARGE;
        boolean begins = offer instanceof Offer.Accept accept ? accept.beginsBody() : tooLarge && block.isFirst();
        Optional<Refusal> unable = begins && idleOrDownloading() ? unable() : Optional.empty();
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
        if (!(offer instanceof Offer.Accept accept)) {
            return offer.answer();
        }
        Outcome outcome = reception.take(accept);
        if (outcome instanceof Outcome.Refused refused) {
            return answer(on(new UpdateEvent.Refused(refused.refusal())));
        }
        arrived(outcome);
        return accept.answer();
    }

    private boolean idleOrDownloading() {
        State state = ledger.situation().state();
        return state == State.IDLE || ledger.situation().delivery() == Delivery.PUSH;
    }

    /** Why no package may be begun at all, whatever is in it. */
    private Optional<Refusal> unable() {
        try {
            return parts.boot().confirmed()
                    ? parts.identity().refusal()
                    : Optional.of(new Refusal(RefusalReason.POLICY, "the running image is still on trial"));
        } catch (IOException e) {
            return Optional.of(new Refusal(RefusalReason.STORAGE_FAILED, String.valueOf(e.getMessage())));
        }
    }

    /** An address of a package, or nothing, is written to 5/0/1. */
    public Reply writePackageUri(String uri) {
        return inTurn(() -> {
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
        return inTurn(() -> reply(on(new UpdateEvent.UpdateExecuted())));
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
        return inTurn(() -> reply(on(new UpdateEvent.CancelExecuted())));
    }

    /** 5/0/11 is written. */
    public Reply writeSeverity(long severity) {
        return inTurn(() -> {
            if (severity < 0 || severity > 2) {
                return new Reply(CoapCode.BAD_REQUEST, "severity is 0, 1 or 2");
            }
            ledger.show((int) severity, ledger.view().deferPeriodSeconds());
            return Reply.CHANGED;
        });
    }

    /** 5/0/13 is written. */
    public Reply writeDeferPeriod(long seconds) {
        return inTurn(() -> {
            ledger.show(ledger.view().severity(), seconds);
            return Reply.CHANGED;
        });
    }

    /** Reboot is executed. */
    public void reboot() {
        parts.boot().reset();
    }

    /** The application has found itself healthy: the running image is kept, and with it the update has succeeded. */
    public void confirmRunningImage() throws IOException {
        turn.lock();
        try {
            parts.boot().confirm();
            on(new UpdateEvent.BootConfirmed());
        } finally {
            turn.unlock();
        }
    }

    private void findOut() {
        Progress progress = ledger.progress();
        State state = progress.situation().state();
        try {
            boolean candidateRuns = !progress.candidate().envelopeDigest().isEmpty()
                    && progress.candidate().envelopeDigest().equals(running.envelopeDigest());
            if (state == State.DOWNLOADED && (candidateRuns || !reception.candidateIsStaged())) {
                // the bootloader had the candidate before this could be written down
                ledger.keep(FirmwareUpdateMachine.on(ledger.situation(), new UpdateEvent.UpdateExecuted())
                        .next());
                state = State.UPDATING;
            }
            if (state == State.UPDATING) {
                on(AfterRestart.outcome(
                        running.bootReport(), candidateRuns, parts.boot().confirmed()));
            } else if (state == State.DOWNLOADING) {
                goOn();
            }
        } catch (IOException e) {
            on(new UpdateEvent.Refused(new Refusal(RefusalReason.STORAGE_FAILED, String.valueOf(e.getMessage()))));
        }
    }

    private void goOn() throws IOException {
        Optional<Outcome> resumed = reception.resume();
        if (resumed.isPresent() && resumed.get() instanceof Outcome.Refused refused) {
            on(new UpdateEvent.Refused(refused.refusal()));
            return;
        }
        boolean kept = resumed.isPresent() || ledger.situation().delivery() == Delivery.PACKAGE_FETCH;
        LOG.info("Cut off while downloading: {}", kept ? "going on" : "nothing is left of it");
        on(new UpdateEvent.Restarted(kept));
    }

    /** Lets the machine decide, keeps what it decides, and does what it asks for. */
    private UpdateTransition on(UpdateEvent event) {
        UpdateTransition transition = FirmwareUpdateMachine.on(ledger.situation(), event);
        boolean succeeded = ledger.situation().state() == State.UPDATING
                && transition.next().state() == State.IDLE;
        boolean over = succeeded || transition.effects().contains(UpdateEffect.DISCARD);
        if (transition.effects().contains(UpdateEffect.INSTALL)) {
            return install(transition);
        }
        Progress next = ledger.progress().in(transition.next());
        if (!next.equals(ledger.progress())) {
            ledger.keep(over ? next.withoutPackage() : next);
        }
        for (UpdateEffect effect : transition.effects()) {
            switch (effect) {
                case STOP_FETCHING -> stopFetching();
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
            return on(
                    new UpdateEvent.Refused(new Refusal(RefusalReason.INSTALL_FAILED, String.valueOf(e.getMessage()))));
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
        long number = ++fetchNumber;
        Optional<String> address = reception.addressToFetch();
        if (address.isEmpty() || !(parts.fetchers().choose(address.get()) instanceof Fetchers.Choice.Usable usable)) {
            on(new UpdateEvent.Refused(new Refusal(RefusalReason.BAD_URI, address.orElse("no address"))));
            return;
        }
        boolean payload = ledger.situation().delivery() == Delivery.PAYLOAD_FETCH;
        PayloadFetcher.Job job = reception.job(usable.address(), payload);
        fetches.start(
                usable.fetcher(), job, new FetchSink(number, payload), result -> fetched(number, payload, result));
    }

    private void stopFetching() {
        fetchNumber++;
        fetches.stop();
    }

    /** Where fetched octets go, as long as their fetch is the one that is wanted. */
    private final class FetchSink implements PayloadFetcher.Sink {
        private final long number;
        private final boolean payload;

        FetchSink(long number, boolean payload) {
            this.number = number;
            this.payload = payload;
        }

        @Override
        public boolean store(long offsetBytes, Bytes octets, Bytes etag) {
            return wanted(number, () -> {
                Outcome outcome = reception.takeFetched(octets, etag, payload);
                arrived(outcome);
                return !(outcome instanceof Outcome.Refused);
            });
        }

        @Override
        public boolean startAgain() {
            return wanted(number, () -> {
                reception.startFetchAgain(payload);
                return true;
            });
        }
    }

    private void fetched(long number, boolean payload, FetchResult result) {
        boolean told = wanted(number, () -> {
            if (result instanceof FetchResult.Complete && !payload) {
                arrived(reception.fetchedPackageComplete());
            } else if (result instanceof FetchResult.Interrupted interrupted) {
                LOG.info("Connection given up: {}", interrupted.detail());
                on(new UpdateEvent.ConnectionGivenUp());
            } else if (result instanceof FetchResult.Refused refused) {
                on(new UpdateEvent.Refused(refused.refusal()));
            }
            return true;
        });
        LOG.debug("Fetch {} ended, told: {}", number, told);
    }

    private boolean wanted(long number, Supplier<Boolean> work) {
        turn.lock();
        try {
            return number == fetchNumber && !closed && work.get();
        } catch (UncheckedIOException e) {
            failed(e);
            return false;
        } finally {
            turn.unlock();
        }
    }

    private void giveUpSilentPush() {
        inTurn(() -> {
            long silent = parts.clock().millis() - lastBlockMillis;
            if (ledger.situation().delivery() == Delivery.PUSH
                    && silent >= parts.settings().pushPatience().toMillis()) {
                LOG.info("No block for {} ms: the push is given up", silent);
                on(new UpdateEvent.ConnectionGivenUp());
            }
            return Reply.CHANGED;
        });
    }

    private Reply inTurn(Supplier<Reply> work) {
        turn.lock();
        try {
            return closed ? new Reply(CoapCode.SERVICE_UNAVAILABLE, "closing") : work.get();
        } catch (UncheckedIOException e) {
            BlockAnswer answer = failed(e);
            return new Reply(answer.code(), answer.diagnostic());
        } finally {
            turn.unlock();
        }
    }

    /** What cannot be kept must not be promised: the server hears 5.03 and tries again. */
    private static BlockAnswer failed(UncheckedIOException e) {
        LOG.error("Storage: {}", e.getMessage());
        return BlockAnswer.of(CoapCode.SERVICE_UNAVAILABLE, RefusalReason.STORAGE_FAILED.label());
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

    /** Ends at once. What was in transfer can go on after a new start. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            patience.ifPresent(check -> check.cancel(false));
            stopFetching();
            fetches.close();
        } finally {
            turn.unlock();
        }
    }
}
