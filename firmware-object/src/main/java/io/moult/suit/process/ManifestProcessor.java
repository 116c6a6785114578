package io.moult.suit.process;

import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.report.CommandRecord;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportReason;
import io.moult.suit.report.ReportResult;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the commands of a believed manifest (draft-ietf-suit-manifest-37 section 6, draft-ietf-suit-trust-domains-11,
 * draft-ietf-suit-update-management-14). A resumable machine: it runs until it needs something and returns that need as a
 * value. After a reset a new one begins again; commands are repeatable, so whoever stores payloads just says at once that
 * one is stored already. Owned by one thread.
 *
 * <p>Each section begins with an empty parameter table and the shared sequence, so that validation means the same during
 * an update and at every boot.
 *
 * <p>A condition that fails ends its sequence, where soft failure is set, and everything where it is not; a directive that
 * fails ends everything. A try-each of which no sequence succeeds is a directive that fails.
 */
public final class ManifestProcessor {
    private static final List<Section> INSTALLATION = List.of(
            Section.DEPENDENCY_RESOLUTION, Section.PAYLOAD_FETCH, Section.CANDIDATE_VERIFICATION, Section.INSTALL);
    private static final List<Section> VALIDATION = List.of(Section.VALIDATE);
    private static final List<Section> INVOCATION = List.of(Section.VALIDATE, Section.LOAD, Section.INVOKE);
    private static final List<Section> REMOVAL = List.of(Section.UNINSTALL);

    private final ManifestNode root;
    private final Machine machine;
    private final ProcessLog log = new ProcessLog();
    private final Interpreter interpreter;

    private Optional<Interpreter.Waiting> waiting = Optional.empty();
    private Step last = new Step.Done();

    /** A processor for an update by one manifest. */
    public ManifestProcessor(VerifiedManifest manifest, Recipient recipient) {
        this(manifest, recipient, Optional.of(recipient), Optional.empty());
    }

    /** A processor for an update by a manifest that may depend on others. */
    public ManifestProcessor(VerifiedManifest manifest, Recipient recipient, DependencyVerifier dependencies) {
        this(manifest, recipient, Optional.of(recipient), Optional.of(dependencies));
    }

    private ManifestProcessor(
            VerifiedManifest verified,
            RecipientView view,
            Optional<Recipient> recipient,
            Optional<DependencyVerifier> dependencies) {
        this.root = new ManifestNode(
                ManifestPath.ROOT, verified, verified.manifest().componentId(), Optional.empty());
        this.machine = new Machine(root, view, recipient, dependencies, DecoderLimits.DEFAULT.of(Limit.STEPS));
        this.interpreter = new Interpreter(machine, log);
    }

    /** Validates what is installed, over a view that allows nothing else: what a bootloader does. */
    public static Step validate(VerifiedManifest manifest, RecipientView view) {
        return new ManifestProcessor(manifest, view, Optional.empty(), Optional.empty()).validate();
    }

    /** Runs dependency-resolution, payload-fetch, candidate-verification and install from the beginning. */
    public Step install() {
        return start(INSTALLATION);
    }

    /** Runs validate from the beginning: whether what is installed is what the manifest says. */
    public Step validate() {
        return start(VALIDATION);
    }

    /** Runs validate, load and invoke from the beginning. */
    public Step invoke() {
        return start(INVOCATION);
    }

    /** Runs uninstall from the beginning. */
    public Step uninstall() {
        return start(REMOVAL);
    }

    /**
     * Goes on after a {@link Step.NeedPayload} or {@link Step.NeedDependency}; IllegalStateException when none was asked
     * for.
     */
    public Step payloadStored() {
        require(Step.NeedPayload.class, Step.NeedDependency.class);
        return goOn();
    }

    /** Goes on after a {@link Step.Wait} or {@link Step.Invoke}; IllegalStateException when there was none. */
    public Step proceed() {
        require(Step.Wait.class, Step.Invoke.class);
        return goOn();
    }

    /** What was asked for will not come: the command fails for this reason. */
    public Step gaveUp(Refusal why) {
        if (waiting.isEmpty()) {
            throw new IllegalStateException("nothing was asked for");
        }
        log.failed(waiting.get().instruction(), Parameters.EMPTY);
        waiting = Optional.empty();
        return failed(why);
    }

    /** Which component holds the envelope of a dependency; empty for the root, whose envelope is the caller's. */
    public Optional<ComponentId> envelopeOf(ManifestPath path) {
        Optional<ManifestNode> node = Optional.of(root);
        for (int index : path.indices()) {
            node = node.flatMap(one -> one.authentic(index));
        }
        return path.indices().isEmpty() ? Optional.empty() : node.flatMap(ManifestNode::place);
    }

    /**
     * The dependencies that were found authentic in the procedure that ran last, by the component that holds each: for a
     * recipient that keeps the sequence number of each.
     */
    public Map<ComponentId, Manifest> dependencies() {
        Map<ComponentId, Manifest> found = new LinkedHashMap<>();
        root.collectDependencies(found);
        return found;
    }

    /**
     * What has been done since the last procedure began (validation counted to the installation before it), to be signed by whoever sends it. While something is waited for it
     * tells what happened until then.
     */
    public Report report() {
        return new Report(
                root.manifest().referenceUri().orElse(""),
                root.digest(),
                Optional.empty(),
                log.entries(),
                result(),
                Optional.empty());
    }

    private ReportResult result() {
        if (last instanceof Step.Done) {
            return new ReportResult.Success();
        }
        if (last instanceof Step.Failed failed) {
            return ReportResult.of(failed.refusal().reason(), log.lastFailure());
        }
        CommandRecord at = waiting.map(one -> log.at(one.instruction())).orElse(CommandRecord.NONE);
        boolean invoking = last instanceof Step.Invoke;
        return new ReportResult.Failure(0, at, invoking ? ReportReason.INVOKE_PENDING : ReportReason.OPERATION_FAILED);
    }

    private Step start(List<Section> procedure) {
        waiting = Optional.empty();
        if (!procedure.equals(VALIDATION) || !(last instanceof Step.Done)) {
            log.clear();
        }
        Optional<Refusal> missing = machine.missingComponent(root);
        if (missing.isPresent()) {
            return failed(missing.get());
        }
        for (Section section : procedure) {
            if (root.manifest().severed(section)) {
                return failed(new Refusal(
                        RefusalReason.INSTALL_FAILED, section.label() + " was severed and is not in the envelope"));
            }
        }
        interpreter.begin(procedure);
        return run();
    }

    private Step goOn() {
        Interpreter.Waiting before = waiting.orElseThrow();
        waiting = Optional.empty();
        try {
            waiting = interpreter.satisfied(before);
        } catch (CommandFailure e) {
            return failed(e.refusal());
        } catch (IOException e) {
            return failed(storageFailed(e));
        }
        return waiting.isPresent() ? stoppedAt(waiting.get()) : run();
    }

    private Step run() {
        try {
            waiting = interpreter.run();
        } catch (CommandFailure e) {
            return failed(e.refusal());
        } catch (IOException e) {
            return failed(storageFailed(e));
        }
        if (waiting.isPresent()) {
            return stoppedAt(waiting.get());
        }
        last = new Step.Done();
        return last;
    }

    private Step stoppedAt(Interpreter.Waiting where) {
        last = where.need();
        return last;
    }

    private Step failed(Refusal why) {
        interpreter.begin(List.of());
        last = new Step.Failed(why);
        return last;
    }

    private static Refusal storageFailed(IOException trouble) {
        return new Refusal(RefusalReason.STORAGE_FAILED, String.valueOf(trouble.getMessage()));
    }

    private void require(Class<? extends Step.Need> one, Class<? extends Step.Need> other) {
        boolean asked = waiting.filter(where -> one.isInstance(where.need()) || other.isInstance(where.need()))
                .isPresent();
        if (!asked) {
            throw new IllegalStateException("no " + one.getSimpleName() + " or " + other.getSimpleName() + " before");
        }
    }
}
