package io.moult.updateobject;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One of every situation and one of every event, by the names that tables give them. */
final class Situations {
    static final Refusal CLASS = new Refusal(RefusalReason.CLASS_MISMATCH, "for another class");
    static final Refusal SIGNATURE = new Refusal(RefusalReason.SIGNATURE, "");
    static final Refusal SCHEME = new Refusal(RefusalReason.UNSUPPORTED_SCHEME, "ftp");
    static final Refusal TRIAL = new Refusal(RefusalReason.TRIAL_FAILED, "watchdog");

    private Situations() {}

    static Map<String, UpdateSituation> situations() {
        Map<String, UpdateSituation> all = new LinkedHashMap<>();
        all.put("0 Idle", UpdateSituation.INITIAL);
        all.put(
                "0 Idle, last one refused",
                new UpdateSituation(
                        State.IDLE, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, Delivery.NONE, "", Optional.of(CLASS)));
        all.put("1 Downloading, push", downloading(Delivery.PUSH));
        all.put("1 Downloading, package fetched", downloading(Delivery.PACKAGE_FETCH));
        all.put("1 Downloading, payload fetched", downloading(Delivery.PAYLOAD_FETCH));
        all.put("2 Downloaded", in(State.DOWNLOADED, UpdateResult.INITIAL));
        all.put("2 Downloaded, deferred", in(State.DOWNLOADED, UpdateResult.DEFERRED));
        all.put("3 Updating", in(State.UPDATING, UpdateResult.INITIAL));
        return all;
    }

    static UpdateSituation situation(String name) {
        return Objects.requireNonNull(situations().get(name), name);
    }

    static UpdateEvent event(String name) {
        return Objects.requireNonNull(events().get(name), name);
    }

    static Map<String, UpdateEvent> events() {
        Map<String, UpdateEvent> all = new LinkedHashMap<>();
        all.put("first block written to 5/0/0", new UpdateEvent.FirstBlock());
        all.put("further block written to 5/0/0", new UpdateEvent.FurtherBlock());
        all.put("nothing, or one zero octet, written to 5/0/0", new UpdateEvent.PackageReset());
        all.put("address written to 5/0/1", new UpdateEvent.UriWritten("coaps://h/a", Optional.empty()));
        all.put("unusable address written to 5/0/1", new UpdateEvent.UriWritten("ftp://h/a", Optional.of(SCHEME)));
        all.put("nothing written to 5/0/1", new UpdateEvent.UriEmptied());
        all.put("5/0/2 Update executed", new UpdateEvent.UpdateExecuted());
        all.put("5/0/2 Update executed, device defers", new UpdateEvent.UpdateDeferred());
        all.put("5/0/10 Cancel executed", new UpdateEvent.CancelExecuted());
        all.put("envelope accepted, payload elsewhere", new UpdateEvent.PayloadNeeded());
        all.put("package complete and verified", new UpdateEvent.PackageVerified());
        all.put("refused by the device", new UpdateEvent.Refused(SIGNATURE));
        all.put("connection given up", new UpdateEvent.ConnectionGivenUp(""));
        all.put("deferred update may go on", new UpdateEvent.UpdateApproved());
        all.put("restarted, progress kept", new UpdateEvent.Restarted(true));
        all.put("restarted, nothing kept", new UpdateEvent.Restarted(false));
        all.put("new image booted on trial", new UpdateEvent.BootOnTrial());
        all.put("new image confirmed", new UpdateEvent.BootConfirmed());
        all.put("previous image runs again", new UpdateEvent.BootReverted(TRIAL));
        return all;
    }

    private static UpdateSituation downloading(Delivery delivery) {
        return new UpdateSituation(
                State.DOWNLOADING, UpdateResult.INITIAL, delivery, "coaps://h/before", Optional.empty());
    }

    private static UpdateSituation in(State state, UpdateResult result) {
        return new UpdateSituation(state, result, Delivery.NONE, "coaps://h/before", Optional.empty());
    }
}
