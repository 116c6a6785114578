package io.moult.client.delivery.californium;

import io.moult.bytes.Bytes;
import io.moult.client.FetchPatience;
import io.moult.client.PskCredentials;
import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.Block2Fetcher;
import io.moult.transfer.CoapCode;
import io.moult.transfer.FetchStep;
import io.moult.transfer.FetchedBlock;
import io.moult.transfer.californium.Block2Messages;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches over CoAP, block by block, with an endpoint of its own: plain UDP for coap, and for coaps a DTLS association
 * beside that of the LwM2M server, under the same pre-shared key and identity. The endpoint is made at the first fetch.
 * One fetch at a time.
 */
public final class CoapFetcher implements PayloadFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(CoapFetcher.class);

    private final FetchEndpoint endpoint;
    private final FetchPatience patience;
    private final Runnable onSilence;
    private final Semaphore wake = new Semaphore(0);
    private final Trouble trouble = new Trouble();

    private CoapFetcher(FetchEndpoint endpoint, FetchPatience patience, Runnable onSilence) {
        this.endpoint = endpoint;
        this.patience = patience;
        this.onSilence = onSilence;
    }

    /**
     * A fetcher for coap.
     *
     * @param onSilence is run, and must return at once, when a question stayed without an answer
     */
    public static CoapFetcher plain(
            FetchPatience patience, Optional<? extends MessageInterceptor> trace, Runnable onSilence) {
        return new CoapFetcher(new FetchEndpoint(Optional.empty(), trace), patience, onSilence);
    }

    /** A fetcher for coaps. */
    public static CoapFetcher secured(
            PskCredentials psk,
            FetchPatience patience,
            Optional<? extends MessageInterceptor> trace,
            Runnable onSilence) {
        return new CoapFetcher(new FetchEndpoint(Optional.of(psk), trace), patience, onSilence);
    }

    @Override
    public FetchResult fetch(Job job, Sink sink) throws InterruptedException {
        Block2Fetcher fetcher = new Block2Fetcher(
                job.expectedBytes(),
                job.fromOffsetBytes(),
                job.etag().isEmpty() ? Optional.empty() : Optional.of(job.etag()),
                patience.steps());
        LOG.info("Fetching {} from octet {}", job.address(), job.fromOffsetBytes());
        trouble.over();
        try {
            return fetch(job, sink, fetcher);
        } catch (InterruptedException calledOff) {
            trouble.over();
            throw calledOff;
        }
    }

    private FetchResult fetch(Job job, Sink sink, Block2Fetcher fetcher) throws InterruptedException {
        FetchStep step = fetcher.first();
        Answer answer = Answer.NONE;
        while (true) {
            if (step instanceof FetchStep.Done done) {
                return new FetchResult.Complete(done.lengthBytes());
            } else if (step instanceof FetchStep.GaveUp gaveUp) {
                trouble.gaveUp(job.address(), gaveUp.detail());
                return gaveUp(job, gaveUp);
            } else if (step instanceof FetchStep.Store store) {
                trouble.over();
                Bytes octets = answer.block().orElseThrow().payload();
                int skip = store.skipOctets();
                if (!sink.store(
                        store.bodyOffsetBytes(),
                        octets.slice(skip, skip + store.lengthOctets()),
                        fetcher.etag().orElse(Bytes.EMPTY))) {
                    return new FetchResult.Stopped();
                }
                step = store.then();
            } else if (step instanceof FetchStep.StartAgain again) {
                if (!sink.startAgain()) {
                    return new FetchResult.Stopped();
                }
                step = again.get();
            } else if (step instanceof FetchStep.GetLater later) {
                LOG.info("Fetching {}: again in {} ms", job.address(), later.delayMillis());
                trouble.again(job.address(), answer.why(), fetcher.offsetBytes());
                wake.drainPermits();
                boolean woken = wake.tryAcquire(later.delayMillis(), TimeUnit.MILLISECONDS);
                LOG.debug("Fetching {}: {}", job.address(), woken ? "woken" : "again");
                step = later.get();
            } else {
                answer = ask(job, (FetchStep.Get) step);
                step = answer.block().isPresent()
                        ? fetcher.answered(answer.block().get())
                        : fetcher.timedOut();
            }
        }
    }

    /** What came of a question: a block, or why there is none. */
    private record Answer(Optional<FetchedBlock> block, String why) {
        static final Answer NONE = new Answer(Optional.empty(), "");

        static Answer of(FetchedBlock block) {
            boolean sense = !block.code().equals(CoapCode.CONTENT);
            return new Answer(
                    Optional.of(block), sense ? "the server answers " + block.code() : "an answer that makes no sense");
        }

        static Answer none(String why) {
            return new Answer(Optional.empty(), why);
        }
    }

    private Answer ask(Job job, FetchStep.Get get) throws InterruptedException {
        Request request;
        try {
            request = Block2Messages.get(job.address().toString(), get);
        } catch (IllegalArgumentException unknownHost) {
            LOG.info("Fetching {}: {}", job.address(), unknownHost.getMessage());
            return Answer.none("the host " + job.address().getHost() + " cannot be resolved");
        }
        Optional<Response> response = endpoint.ask(request, patience.blockTimeout());
        if (response.isEmpty()) {
            onSilence.run();
            return Answer.none(whyNone(request));
        }
        return Answer.of(Block2Messages.answer(response.get()));
    }

    private static String whyNone(Request request) {
        Throwable failed = request.getSendError();
        return failed == null || failed.getMessage() == null ? "no answer" : "no connection: " + failed.getMessage();
    }

    private static FetchResult gaveUp(Job job, FetchStep.GaveUp gaveUp) {
        String detail = job.address() + ": " + gaveUp.detail();
        return switch (gaveUp.reason()) {
            case NOT_FOUND, REFUSED -> new FetchResult.Refused(new Refusal(RefusalReason.BAD_URI, detail));
            case WRONG_SIZE -> new FetchResult.Refused(new Refusal(RefusalReason.IMAGE_SIZE, detail));
            case UNSTABLE, UNREACHABLE, MALFORMED -> new FetchResult.Interrupted(detail);
        };
    }

    @Override
    public String trouble() {
        return trouble.words();
    }

    @Override
    public void tryNow() {
        wake.release();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
