package io.moult.boot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same facts as the JSON, in words. */
final class StateText {
    private final Map<String, Object> status;
    private final List<String> lines = new ArrayList<>();

    private StateText(Map<String, Object> status) {
        this.status = status;
    }

    static List<String> of(Map<String, Object> status) {
        StateText text = new StateText(status);
        text.write();
        return List.copyOf(text.lines);
    }

    private void write() {
        if (Boolean.TRUE.equals(status.get("provisioned"))) {
            line("device", "vendor " + status.get("vendorId") + ", class " + status.get("classId"));
        } else {
            line("device", "not provisioned: takes no updates");
        }
        trust(part("trust"));
        line("counter", "security counter " + status.get("securityCounter"));
        line(
                "slots",
                status.get("slotSizeBytes") + " B each; most erases of a sector: " + status.get("mostErasesOfASector"));
        Map<?, ?> running = part("running");
        image("running", running);
        if (running != null && running.get("note") != null) {
            line("", String.valueOf(running.get("note")));
        }
        image("previous", part("other"));
        image("staged", part("staged"));
        Map<?, ?> swap = part("swap");
        if (swap != null) {
            line(
                    "swap",
                    swap.get("direction") + ", " + swap.get("stepsDone") + " of " + swap.get("steps") + " steps done");
        }
        if (status.get("lastFailure") != null) {
            line("last", "given up: " + status.get("lastFailure"));
        }
        Map<?, ?> journal = part("journal");
        if (journal != null) {
            line(
                    "journal",
                    journal.get("condition") + ", " + journal.get("records") + " records in sector "
                            + journal.get("sector")
                            + (journal.get("phase") == null ? "" : ", " + journal.get("phase")));
        }
    }

    private void trust(@Nullable Map<?, ?> trust) {
        if (trust == null) {
            return;
        }
        if (Boolean.TRUE.equals(trust.get("policy"))) {
            line(
                    "trust",
                    "sequence number " + trust.get("sequenceNumber") + "; authors " + trust.get("authors")
                            + " and operators " + trust.get("operators") + " must sign"
                            + (Boolean.TRUE.equals(trust.get("production")) ? ", in production" : ""));
        } else {
            line("trust", "no policy: any one of these may have everything done");
        }
        if (trust.get("authorities") instanceof List<?> authorities) {
            authorities.forEach(one -> authority((Map<?, ?>) one));
        }
    }

    private void authority(Map<?, ?> authority) {
        Object roles = authority.get("roles");
        String names = roles instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : "";
        boolean limited = Boolean.TRUE.equals(authority.get("limited"));
        line("", authority.get("fingerprint") + "  " + names + (limited ? ", limited" : ""));
    }

    private @Nullable Map<?, ?> part(String name) {
        return status.get(name) instanceof Map<?, ?> map ? map : null;
    }

    private void image(String name, @Nullable Map<?, ?> image) {
        if (image == null) {
            line(name, name.equals("running") ? "nothing that verifies" : "none");
            return;
        }
        if (Boolean.TRUE.equals(image.get("changeOfTrust"))) {
            boolean pending = Boolean.TRUE.equals(image.get("pending"));
            line(name, "a change of whom it believes, " + (pending ? "to be judged at the next boot" : "put down"));
            return;
        }
        if (image.get("version") == null) {
            line(name, "unreadable: " + image.get("reason"));
            return;
        }
        List<Map<?, ?>> components = components(image);
        line(
                name,
                "version " + image.get("version") + ", sequence number " + image.get("sequenceNumber") + ", "
                        + (components.isEmpty() ? image.get("imageSizeBytes") + " B, " : "") + standing(image));
        if (components.isEmpty()) {
            line("", "sha-256 " + image.get("imageSha256"));
        }
        components.forEach(this::component);
        if (image.get("reason") != null) {
            line("", "does not verify: " + image.get("reason"));
        }
    }

    /** Of a set of several; else none. */
    private static List<Map<?, ?>> components(Map<?, ?> image) {
        List<Map<?, ?>> several = new ArrayList<>();
        if (image.get("components") instanceof List<?> components && components.size() > 1) {
            components.forEach(one -> several.add((Map<?, ?>) one));
        }
        return several;
    }

    private void component(Map<?, ?> image) {
        line(
                "",
                image.get("component") + ": " + image.get("imageSizeBytes") + " B, sha-256 "
                        + image.get("imageSha256"));
    }

    private static String standing(Map<?, ?> image) {
        if (image.get("confirmed") != null) {
            return Boolean.TRUE.equals(image.get("confirmed"))
                    ? "confirmed"
                    : "on trial, attempt " + image.get("attempts");
        }
        if (image.get("pending") != null) {
            return Boolean.TRUE.equals(image.get("pending")) ? "to be tried at the next boot" : "arriving";
        }
        return "to go back to";
    }

    private void line(String name, String text) {
        lines.add(String.format(Locale.ROOT, "%-9s %s", name, text));
    }
}
