package io.moult.suit.cli;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustChangeCodec;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a device would do by a manifest, in a few sentences: what is fetched from where into what, copied, written, run and
 * removed. Of alternatives all are told; whether a condition holds is the device's question.
 */
final class ManifestDeeds {
    /** Nobody reads more. */
    private static final int MOST_STEPS = 10_000;

    private final Manifest manifest;
    private final Map<Integer, Parameters> parameters = new HashMap<>();
    private final Set<String> deeds = new LinkedHashSet<>();
    private String when = "";
    private boolean choosing;
    private int steps;

    private ManifestDeeds(Manifest manifest) {
        this.manifest = manifest;
    }

    static List<String> of(Manifest manifest) {
        ManifestDeeds telling = new ManifestDeeds(manifest);
        List<Integer> all = List.copyOf(manifest.componentIndexes());
        List<Integer> first = all.size() == 1 ? all : List.of();
        telling.follow(manifest.sharedSequence(), first);
        for (Section section : Section.values()) {
            telling.when = section == Section.UNINSTALL ? "when it is uninstalled, " : "";
            manifest.sequence(section).ifPresent(sequence -> telling.follow(sequence, first));
        }
        return List.copyOf(telling.deeds);
    }

    private void follow(CommandSequence sequence, List<Integer> from) {
        List<Integer> selected = from;
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.SetComponentIndex set) {
                selected = set.components().indexes(manifest.componentIndexes());
            } else if (command instanceof Directive.OverrideMultiple override) {
                for (Directive.OverrideMultiple.Entry entry : override.entries()) {
                    set(entry.index(), entry.parameters());
                    selected = List.of(entry.index());
                }
            } else {
                for (int index : selected) {
                    step(command, index);
                }
            }
        }
    }

    private void step(Command command, int index) {
        steps++;
        if (steps > MOST_STEPS) {
            return;
        }
        if (command instanceof Directive.OverrideParameters override) {
            set(index, override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            parameters.put(index, set.parameters().overriddenBy(of(index)));
        } else if (command instanceof Directive.CopyParams copy) {
            copy.entries()
                    .forEach(entry -> set(
                            index,
                            new Parameters(of(entry.sourceIndex()).all().stream()
                                    .filter(one -> entry.codes().contains(one.code()))
                                    .toList())));
        } else if (command instanceof Directive.RunSequence run) {
            follow(run.sequence(), List.of(index));
        } else if (command instanceof Directive.TryEach tryEach) {
            tryEach(tryEach, index);
        } else if (command instanceof Directive.Operation operation) {
            tell(operation, index);
        }
    }

    /** What is set differently in each attempt is told as it is in one of them, with the others beside it. */
    private void tryEach(Directive.TryEach tryEach, int index) {
        Map<Integer, Parameters> before = new HashMap<>(parameters);
        List<String> uris = new ArrayList<>();
        for (CommandSequence attempt : tryEach.attempts()) {
            parameters.clear();
            parameters.putAll(before);
            boolean outer = choosing;
            choosing = true;
            follow(attempt, List.of(index));
            choosing = outer;
            of(index)
                    .find(Parameter.Uri.class)
                    .map(Parameter.Uri::value)
                    .filter(uri -> !uris.contains(uri))
                    .ifPresent(uris::add);
        }
        if (uris.size() > 1) {
            set(index, Parameters.of(new Parameter.Uri(String.join(" or ", uris))));
        }
    }

    private void tell(TrustChange change) {
        for (Authority authority : change.believed()) {
            boolean limited = !authority.permissions().equals(Permissions.ALL)
                    || !authority.constraints().equals(Constraints.NONE);
            add("believe " + authority.anchor().keyId().hex() + " as "
                    + authority.roles().stream().sorted().map(Role::label).collect(Collectors.joining(" and "))
                    + (limited ? ", within limits" : ""));
        }
        change.forgotten().forEach(thumbprint -> add("forget the key " + thumbprint.hex()));
    }

    private void tell(Directive.Operation operation, int index) {
        Parameters known = of(index);
        String name = name(index);
        String source = known.find(Parameter.SourceComponent.class)
                .map(one -> name((int) one.index()))
                .orElse("a component that is not named");
        String decrypted = known.find(Parameter.EncryptionInfo.class).isPresent() ? ", decrypted" : "";
        if (operation instanceof Directive.Fetch) {
            add("fetch " + uri(known) + " into " + name + decrypted);
        } else if (operation instanceof Directive.Copy) {
            add("copy " + source + " to " + name + decrypted);
        } else if (operation instanceof Directive.Write && TrustChange.isSaidBy(manifest)) {
            known.find(Parameter.Content.class)
                    .flatMap(content -> TrustChangeCodec.decode(content.value()))
                    .ifPresentOrElse(this::tell, () -> add("refuse: what is written says no change of trust"));
        } else if (operation instanceof Directive.Write) {
            add("write "
                    + known.find(Parameter.Content.class)
                            .map(content -> content.value().length() + " octets of the manifest")
                            .orElse("what is not said")
                    + " into " + name + decrypted);
        } else if (operation instanceof Directive.Swap) {
            add("exchange " + source + " and " + name);
        } else if (operation instanceof Directive.Invoke) {
            add("run " + name);
        } else if (operation instanceof Directive.Unlink) {
            add("give up " + name + ", and remove it once nobody needs it");
        } else if (operation instanceof Directive.Wait) {
            add("wait for "
                    + known.find(Parameter.WaitInfo.class)
                            .map(ParameterText::events)
                            .orElse("what is not said"));
        } else if (operation instanceof Directive.ProcessDependency) {
            add("do what the manifest in " + name + " says");
        }
    }

    private static String uri(Parameters known) {
        Optional<String> uri = known.find(Parameter.Uri.class).map(Parameter.Uri::value);
        return uri.map(Printable::of)
                .map(text -> text.startsWith("#") ? text + " of this envelope" : text)
                .orElse("from where is not said");
    }

    private void add(String deed) {
        String told = when + (choosing ? "perhaps " : "") + deed;
        if (!choosing || !deeds.contains(when + deed)) {
            deeds.add(told);
        }
    }

    private Parameters of(int index) {
        return parameters.getOrDefault(index, Parameters.EMPTY);
    }

    private void set(int index, Parameters later) {
        parameters.put(index, of(index).overriddenBy(later));
    }

    private String name(int index) {
        return manifest.component(index).map(ComponentId::toString).orElse("component " + index);
    }
}
