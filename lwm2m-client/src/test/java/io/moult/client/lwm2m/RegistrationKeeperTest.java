package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.client.ContactSettings;
import io.moult.client.support.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order the registration asks, and what it makes of the answers. */
class RegistrationKeeperTest {
    private static final ContactSettings HASTY = new ContactSettings(
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(5),
            2,
            Duration.ofSeconds(5),
            Duration.ofMillis(5),
            Duration.ofMillis(20));

    /** Plays answers in order: true for yes, false for silence; yes when none are left. */
    private static final class ScriptedUplink implements Uplink {
        private final LwM2mServer server = new LwM2mServer(null, 1L, URI.create("coaps://127.0.0.1:1"));
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final Deque<String> answers = new ArrayDeque<>();
        private int registrations;
        private volatile boolean nameless;

        ScriptedUplink(String... answers) {
            this.answers.addAll(List.of(answers));
        }

        private void answer(String call) throws Failed {
            calls.add(call);
            String answer = answers.isEmpty() ? "yes" : answers.poll();
            if (answer.equals("silence")) {
                throw Failed.silent("no answer");
            } else if (answer.equals("slow")) {
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            } else if (answer.equals("no")) {
                throw Failed.answered("4.04");
            }
        }

        @Override
        public String endpoint() {
            return "device";
        }

        @Override
        public LwM2mServer connect() {
            return server;
        }

        @Override
        public Optional<String> unresolvedHost(LwM2mServer ofServer) {
            return nameless ? Optional.of("no.such.host.invalid") : Optional.empty();
        }

        @Override
        public String register(LwM2mServer at, Duration timeout) throws Failed {
            answer("register");
            registrations++;
            return "id-" + registrations;
        }

        @Override
        public void update(LwM2mServer at, String registrationId, RegistrationUpdate update, Duration timeout)
                throws Failed {
            answer("update " + registrationId);
        }

        @Override
        public void deregister(LwM2mServer from, String registrationId, Duration timeout) {
            calls.add("deregister " + registrationId);
        }

        @Override
        public void forgetConnection(LwM2mServer with) {
            calls.add("forget");
        }

        @Override
        public Duration refreshPeriod(LwM2mServer at) {
            return Duration.ofHours(1);
        }
    }

    private RegistrationKeeper keeper = keeper(new ScriptedUplink());

    private static RegistrationKeeper keeper(Uplink uplink) {
        return new RegistrationKeeper(uplink, HASTY, System::nanoTime);
    }

    private void play(ScriptedUplink uplink, int calls) {
        keeper = keeper(uplink);
        keeper.start();
        Await.until(calls + " calls", () -> uplink.calls.size() >= calls);
    }

    @AfterEach
    void stop() {
        keeper.destroy(false);
    }

    @Test
    void silence_onEveryProbe_leadsToAFreshHandshakeAndANewRegistration() {
        ScriptedUplink uplink = new ScriptedUplink("yes", "silence", "silence", "silence", "yes");

        play(uplink, 8);

        assertThat(uplink.calls.subList(0, 8))
                .containsExactly(
                        "register",
                        "update id-1",
                        "update id-1",
                        "forget",
                        "register",
                        "forget",
                        "register",
                        "update id-2");
    }

    @Test
    void oneLostProbe_isNoReasonToRegister() {
        ScriptedUplink uplink = new ScriptedUplink("yes", "silence", "yes");

        play(uplink, 4);

        assertThat(uplink.calls.subList(0, 4)).containsExactly("register", "update id-1", "update id-1", "update id-1");
    }

    @Test
    void refusalOfAProbe_leadsToANewRegistrationWithoutAHandshake() {
        ScriptedUplink uplink = new ScriptedUplink("yes", "no");

        play(uplink, 4);

        assertThat(uplink.calls.subList(0, 4)).containsExactly("register", "update id-1", "register", "update id-2");
        assertThat(keeper.getRegisteredServers().keySet()).containsExactly("id-2");
    }

    @Test
    void host_withoutAnAddress_isToldInOneSentenceAndLookedUpAgain() {
        ScriptedUplink uplink = new ScriptedUplink();
        uplink.nameless = true;

        keeper = keeper(uplink);
        keeper.start();

        Await.until("the trouble", () -> !keeper.trouble().isEmpty());
        assertThat(keeper.trouble())
                .isEqualTo("the host no.such.host.invalid cannot be resolved (a wrong name, or no name service);"
                        + " trying again");
        assertThat(uplink.calls).isEmpty();
        uplink.nameless = false;
        Await.until("a registration", () -> uplink.calls.contains("register"));
        assertThat(keeper.trouble()).isEmpty();
    }

    @Test
    void stop_whileRegistering_takesLeaveOfWhatBecomesOfIt() {
        ScriptedUplink uplink = new ScriptedUplink("slow");

        play(uplink, 1);
        keeper.stop(true);

        assertThat(uplink.calls).containsExactly("register", "deregister id-1");
    }

    @Test
    void stop_withDeregistration_takesLeaveOfTheLastRegistration() {
        ScriptedUplink uplink = new ScriptedUplink("yes", "no");
        play(uplink, 4);

        keeper.stop(true);

        assertThat(uplink.calls).contains("deregister id-2");
        assertThat(keeper.getRegisteredServers()).isEmpty();
    }
}
