package io.moult.updateobject;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.CoapCode;
import io.moult.updateobject.UpdateEvent.BootReverted;
import io.moult.updateobject.UpdateEvent.Refused;
import io.moult.updateobject.UpdateEvent.Restarted;
import io.moult.updateobject.UpdateEvent.UriWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of the Firmware Update object (OMA object 5, version 1.1, resource 3): a function of situation and
 * event. The whole table is printed in {@code docs/firmware-update-states.md}.
 *
 * <p>Where the object's text leaves a choice: a push shows State 1 while it comes; a second download is refused until
 * the first is cancelled or reset, but a push may be begun anew by its first block; State 1 lasts until the last payload
 * is verified; requests that the State forbids get 4.05 where the text says so or an update is under way, 4.00
 * elsewhere; a failed update ends in Idle, never in Downloaded.
 */
public final class FirmwareUpdateMachine {
    private static final UpdateAnswer PROCEED = new UpdateAnswer.Proceed();

    private FirmwareUpdateMachine() {}

    /** What an event leads to. Events that mean nothing in a situation change nothing. */
    public static UpdateTransition on(UpdateSituation now, UpdateEvent event) {
        if (event instanceof UpdateEvent.FirstBlock) {
            return firstBlock(now);
        } else if (event instanceof UpdateEvent.FurtherBlock) {
            return furtherBlock(now);
        } else if (event instanceof UpdateEvent.PackageReset || event instanceof UpdateEvent.UriEmptied) {
            return reset(now);
        } else if (event instanceof UriWritten written) {
            return uriWritten(now, written);
        } else if (event instanceof UpdateEvent.UpdateExecuted) {
            return now.state() == State.DOWNLOADED ? install(now) : notAllowed(now);
        } else if (event instanceof UpdateEvent.UpdateDeferred) {
            return now.state() == State.DOWNLOADED
                    ? to(now.in(State.DOWNLOADED, UpdateResult.DEFERRED), List.of())
                    : notAllowed(now);
        } else if (event instanceof UpdateEvent.CancelExecuted) {
            return cancel(now);
        } else if (event instanceof UpdateEvent.PayloadNeeded) {
            return payloadNeeded(now);
        } else if (event instanceof UpdateEvent.PackageVerified) {
            return now.state() == State.DOWNLOADING
                    ? to(now.in(State.DOWNLOADED, UpdateResult.INITIAL), List.of())
                    : unchanged(now);
        } else if (event instanceof Refused refused) {
            return refused(now, refused.refusal());
        } else if (event instanceof UpdateEvent.ConnectionGivenUp givenUp) {
            return now.state() == State.DOWNLOADING
                    ? fail(now, new Refusal(RefusalReason.CONNECTION_LOST, givenUp.detail()), PROCEED)
                    : unchanged(now);
        } else if (event instanceof UpdateEvent.UpdateApproved) {
            return now.state() == State.DOWNLOADED ? install(now) : unchanged(now);
        } else if (event instanceof Restarted restarted) {
            return restarted(now, restarted.kept());
        } else if (event instanceof UpdateEvent.BootOnTrial) {
            return unchanged(now);
        } else if (event instanceof UpdateEvent.BootConfirmed) {
            return now.state() == State.UPDATING
                    ? to(now.idle(UpdateResult.SUCCESS, Optional.empty()), List.of())
                    : unchanged(now);
        } else if (event instanceof BootReverted reverted) {
            return now.state() == State.UPDATING ? fail(now, reverted.refusal(), PROCEED) : unchanged(now);
        }
        throw new IllegalArgumentException("an event of no kind: " + event);
    }

    private static UpdateTransition firstBlock(UpdateSituation now) {
        return switch (now.state()) {
            case IDLE -> begin(now);
            case DOWNLOADING -> now.delivery() == Delivery.PUSH ? begin(now) : busy(now);
            case DOWNLOADED -> busy(now);
            case UPDATING -> notAllowed(now);
        };
    }

    private static UpdateTransition begin(UpdateSituation now) {
        return to(now.downloading(Delivery.PUSH, ""), List.of(UpdateEffect.DISCARD, UpdateEffect.RECEIVE));
    }

    private static UpdateTransition furtherBlock(UpdateSituation now) {
        return switch (now.state()) {
            case IDLE ->
                now.lastRefusal().isPresent()
                        ? new UpdateTransition(
                                now, List.of(), sayWhy(now.lastRefusal().get()))
                        : to(now, List.of(UpdateEffect.RECEIVE));
            case DOWNLOADING -> now.delivery() == Delivery.PUSH ? to(now, List.of(UpdateEffect.RECEIVE)) : busy(now);
            case DOWNLOADED -> busy(now);
            case UPDATING -> notAllowed(now);
        };
    }

    private static UpdateTransition reset(UpdateSituation now) {
        return now.state() == State.UPDATING ? notAllowed(now) : to(UpdateSituation.INITIAL, stopAndDiscard(now));
    }

    private static UpdateTransition uriWritten(UpdateSituation now, UriWritten written) {
        return switch (now.state()) {
            case IDLE ->
                written.objection().isPresent()
                        ? notFrom(written.uri(), written.objection().get())
                        : fetch(now, written.uri());
            case DOWNLOADING, DOWNLOADED -> busy(now);
            case UPDATING -> notAllowed(now);
        };
    }

    private static UpdateTransition fetch(UpdateSituation now, String uri) {
        return to(
                now.downloading(Delivery.PACKAGE_FETCH, uri),
                List.of(UpdateEffect.DISCARD, UpdateEffect.FETCH_PACKAGE));
    }

    private static UpdateTransition notFrom(String uri, Refusal objection) {
        UpdateSituation written =
                new UpdateSituation(State.IDLE, UpdateResult.INITIAL, Delivery.NONE, uri, Optional.empty());
        return fail(written, objection, sayWhy(objection));
    }

    private static UpdateTransition install(UpdateSituation now) {
        return to(now.in(State.UPDATING, UpdateResult.INITIAL), List.of(UpdateEffect.INSTALL));
    }

    private static UpdateTransition cancel(UpdateSituation now) {
        return switch (now.state()) {
            case DOWNLOADING, DOWNLOADED -> to(now.idle(UpdateResult.CANCELLED, Optional.empty()), stopAndDiscard(now));
            case IDLE, UPDATING -> notAllowed(now);
        };
    }

    private static UpdateTransition payloadNeeded(UpdateSituation now) {
        return now.state() == State.DOWNLOADING
                ? to(now.downloading(Delivery.PAYLOAD_FETCH, now.packageUri()), List.of(UpdateEffect.FETCH_PAYLOAD))
                : unchanged(now);
    }

    private static UpdateTransition refused(UpdateSituation now, Refusal refusal) {
        return fail(now, refusal, sayWhy(refusal));
    }

    private static UpdateTransition restarted(UpdateSituation now, boolean kept) {
        return switch (now.state()) {
            case IDLE, UPDATING -> unchanged(now);
            case DOWNLOADING ->
                kept
                        ? to(now, goOn(now.delivery()))
                        : to(now.idle(UpdateResult.INITIAL, Optional.empty()), List.of(UpdateEffect.DISCARD));
            case DOWNLOADED ->
                kept
                        ? unchanged(now)
                        : to(now.idle(UpdateResult.INITIAL, Optional.empty()), List.of(UpdateEffect.DISCARD));
        };
    }

    private static List<UpdateEffect> goOn(Delivery delivery) {
        return switch (delivery) {
            case NONE, PUSH -> List.of();
            case PACKAGE_FETCH -> List.of(UpdateEffect.FETCH_PACKAGE);
            case PAYLOAD_FETCH -> List.of(UpdateEffect.FETCH_PAYLOAD);
        };
    }

    /** Idle, with the result that the table of refusals has for the reason. */
    private static UpdateTransition fail(UpdateSituation now, Refusal refusal, UpdateAnswer answer) {
        UpdateResult result = RefusalTable.row(refusal.reason()).result();
        return new UpdateTransition(now.idle(result, Optional.of(refusal)), stopAndDiscard(now), answer);
    }

    private static List<UpdateEffect> stopAndDiscard(UpdateSituation now) {
        List<UpdateEffect> effects = new ArrayList<>();
        if (now.delivery().isFetch()) {
            effects.add(UpdateEffect.STOP_FETCHING);
        }
        effects.add(UpdateEffect.DISCARD);
        return effects;
    }

    private static UpdateAnswer sayWhy(Refusal refusal) {
        return new UpdateAnswer.Refuse(
                RefusalTable.row(refusal.reason()).codeForBlocks(),
                refusal.reason().label());
    }

    private static UpdateTransition busy(UpdateSituation now) {
        String why = now.state() == State.DOWNLOADED ? "downloaded" : "downloading";
        return new UpdateTransition(
                now, List.of(), new UpdateAnswer.Refuse(CoapCode.BAD_REQUEST, why + ": cancel or reset first"));
    }

    private static UpdateTransition notAllowed(UpdateSituation now) {
        return new UpdateTransition(
                now,
                List.of(),
                new UpdateAnswer.Refuse(
                        CoapCode.METHOD_NOT_ALLOWED,
                        "not in State " + now.state().code()));
    }

    private static UpdateTransition unchanged(UpdateSituation now) {
        return to(now, List.of());
    }

    private static UpdateTransition to(UpdateSituation next, List<UpdateEffect> effects) {
        return new UpdateTransition(next, effects, PROCEED);
    }
}
