package io.moult.boot.explore.moult;

import io.moult.boot.ApplicationServices;
import io.moult.boot.explore.Action;
import io.moult.boot.explore.BootSeen;
import io.moult.boot.explore.Machine;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What applications do to their flash, through the services that they have. */
final class Applications {
    /** No multiple of any program unit, and less than a sector. */
    private static final int PIECE_BYTES = 173;

    private final Life life;
    private final Catalogue catalogue;
    private final Topology topology;
    private final ServicesOf services;

    Applications(Life life, Catalogue catalogue, Topology topology, ServicesOf services) {
        this.life = life;
        this.catalogue = catalogue;
        this.topology = topology;
        this.services = services;
    }

    /** The services of an application that runs after a boot. */
    interface ServicesOf {
        ApplicationServices after(Machine machine, BootSeen boot) throws IOException;
    }

    private interface Deed {
        void with(ApplicationServices application) throws IOException;
    }

    private record Named(String name, Kind kind, Deed deed, ServicesOf services) implements Action {
        @Override
        public void run(Machine machine, BootSeen boot) throws IOException {
            deed.with(services.after(machine, boot));
        }
    }

    /** What may be done now; the services are for looking. */
    List<Action> actions(ApplicationServices look, BootSeen boot) throws IOException {
        List<Action> actions = new ArrayList<>();
        if (boot.trial()) {
            if (life.confirms()) {
                actions.add(new Named("confirm", Action.Kind.CONFIRM, ApplicationServices::confirm, services));
            }
            return actions;
        }
        for (int number : life.candidates()) {
            if (number != boot.said()) {
                Catalogue.Candidate candidate = catalogue.candidate(number);
                actions.add(other("update-" + number, application -> update(application, candidate)));
                if (life.staysHalfway()) {
                    actions.add(other("stage-" + number, application -> stageHalf(application, candidate)));
                }
            }
        }
        Optional<Catalogue.Candidate> staged = life.staysHalfway() ? staged(look) : Optional.empty();
        if (staged.isPresent()) {
            actions.add(other("pending", ApplicationServices::requestTrialBoot));
            actions.add(other("discard", ApplicationServices::discard));
            for (ComponentId component : look.staging()) {
                resumptions(staged.get(), component, actions);
            }
        }
        return actions;
    }

    /** Staging is taken up in this component, at any block; those before it are taken for whole. */
    private void resumptions(Catalogue.Candidate candidate, ComponentId component, List<Action> actions) {
        int index = topology.indexOf(component);
        ComponentPlace place = topology.components().get(index);
        int blocks = place.blocksOf(image(candidate, component).length());
        for (int block = 0; block < blocks; block++) {
            int from = block * place.blockBytes();
            actions.add(other(
                    "resume-" + index + "." + block, application -> resume(application, candidate, component, from)));
        }
    }

    private Action other(String name, Deed deed) {
        return new Named(name, Action.Kind.OTHER, deed, services);
    }

    private Optional<Catalogue.Candidate> staged(ApplicationServices look) throws IOException {
        Bytes envelope = look.stagedEnvelope();
        return catalogue.all().stream()
                .filter(candidate -> candidate.envelope().equals(envelope))
                .findFirst();
    }

    private static Bytes image(Catalogue.Candidate candidate, ComponentId component) {
        return candidate.images().getOrDefault(component, Bytes.EMPTY);
    }

    private static void update(ApplicationServices application, Catalogue.Candidate candidate) throws IOException {
        application.begin(candidate.envelope());
        for (ComponentId component : application.staging()) {
            write(application, candidate, component, 0);
        }
        application.requestTrialBoot();
    }

    /** The first image, and no more. */
    private static void stageHalf(ApplicationServices application, Catalogue.Candidate candidate) throws IOException {
        application.begin(candidate.envelope());
        ComponentId component = application.staging().get(0);
        Bytes image = image(candidate, component);
        application.write(component, 0, image.slice(0, Math.min(PIECE_BYTES, image.length())));
    }

    private static void resume(
            ApplicationServices application, Catalogue.Candidate candidate, ComponentId component, int from)
            throws IOException {
        List<ComponentId> staging = application.staging();
        write(application, candidate, component, from);
        for (ComponentId next : staging.subList(staging.indexOf(component) + 1, staging.size())) {
            write(application, candidate, next, 0);
        }
        application.requestTrialBoot();
    }

    private static void write(
            ApplicationServices application, Catalogue.Candidate candidate, ComponentId component, int from)
            throws IOException {
        Bytes image = image(candidate, component);
        for (int at = from; at < image.length(); at += PIECE_BYTES) {
            application.write(component, at, image.slice(at, Math.min(at + PIECE_BYTES, image.length())));
        }
    }
}
