package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.demo.link.LinkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Chapter 8: power is cut again and again while the bootloader exchanges the images. */
final class PowerChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int EXIT_DEADLINE_MILLIS = 30_000;
    private static final int AT_ONCE = 2;
    private static final List<String> JVM_OPTIONS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final List<String> HOWS = List.of("before", "torn", "garbage", "blank", "after");

    /** One cut: at which write of the exchange, and how. */
    private record Cut(long operation, String how) {
        String order() {
            return operation + ":" + how;
        }
    }

    /** What was seen of one cut. */
    private record Outcome(Cut cut, boolean fired, String fate) {}

    @Override
    public String title() {
        return "Power: cut before, during and after writes of the exchange; always one image, whole";
    }

    @Override
    public void play(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        stage.link().behave(LinkSettings.delayed(0));
        DeviceProcess device = stage.device(Cast.SECOND);
        Bytes oldSha256 = Bytes.ofHex(device.flash().imageSha256());
        Cast.Next next = Cast.nextFor(stage, Cast.SECOND, "power");
        Bytes newSha256 = Files256.sha256(next.image());
        String order = cutAtTheFirstWrite(stage, device, next);

        long operations = countOperations(stage, device);
        List<Cut> cuts = spread(operations);
        narrator.say("The exchange takes " + operations + " writes to flash. " + cuts.size()
                + " copies of the device lose power at " + cuts.size() + " of them, each a process that ends there.");
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i += AT_ONCE) {
            outcomes.addAll(cutAndBootAgain(
                    stage, device, cuts.subList(i, Math.min(cuts.size(), i + AT_ONCE)), oldSha256, newSha256));
            narrator.count("power cuts", outcomes.size(), cuts.size());
        }
        narrator.progressEnds();
        long fired = outcomes.stream().filter(Outcome::fired).count();
        narrator.check("each cut has fired", fired == cuts.size(), "power-cut.json: " + fired + " of " + cuts.size());
        long whole = outcomes.stream().filter(o -> !o.fate().equals("broken")).count();
        long fresh = outcomes.stream().filter(o -> o.fate().equals("new")).count();
        narrator.check(
                "after each, the next boot runs the old or the new image, whole",
                whole == cuts.size(),
                "boot state: " + (whole - fresh) + " old, " + fresh + " new, " + (cuts.size() - whole) + " broken"
                        + broken(outcomes));
        theDeviceItself(stage, device, order, next);
    }

    private static String broken(List<Outcome> outcomes) {
        List<String> orders = outcomes.stream()
                .filter(o -> o.fate().equals("broken") || !o.fired())
                .map(o -> o.cut().order())
                .toList();
        return orders.isEmpty() ? "" : " at " + orders;
    }

    /** Lets the device receive the update and lose power at the first write of the exchange; returns the order. */
    private static String cutAtTheFirstWrite(Stage stage, DeviceProcess device, Cast.Next next) throws Exception {
        Narrator narrator = stage.narrator();
        device.stop();
        device.start("--cut-power", "1:before");
        device.running().mayEnd();
        stage.operator()
                .deviceWhen(
                        Cast.SECOND,
                        "registers",
                        DEADLINE,
                        json -> json.path("registered").asBoolean());
        String release = stage.operator().upload(next.envelope());
        String order = stage.operator().order(Cast.SECOND, release);
        int status = device.running().exitStatus(DEADLINE.toMillis());
        narrator.check(
                "the device has lost power at the first write of the exchange",
                status == 137 && proven(device.data(), device.running().pid()),
                "exit status " + status + ", power-cut.json");
        return order;
    }

    /** Lets a copy of the device finish undisturbed, and asks it how many writes that took. */
    private static long countOperations(Stage stage, DeviceProcess device) throws Exception {
        Path copy = stage.directory().resolve("power-dry-run");
        Files256.copyDirectory(device.data(), copy);
        ChildProcess run = boot(stage, "power-dry-run", copy, List.of());
        int status = run.exitStatus(EXIT_DEADLINE_MILLIS);
        for (String line : run.output()) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("event").asText().equals("booted")) {
                return event.path("flashOperations").asLong();
            }
        }
        throw new StoryBroken("a copy of the device does not boot: exit status " + status + ", " + run.lastWords());
    }

    /** Cuts over the whole exchange: its first and last writes, the confirmation after it, and places in between. */
    private static List<Cut> spread(long operations) {
        List<Cut> cuts = new ArrayList<>();
        long[] ends = {1, 2, 3, operations - 1, operations, operations + 1};
        for (int i = 0; i < ends.length; i++) {
            cuts.add(new Cut(ends[i], HOWS.get(i % HOWS.size())));
        }
        int between = 11;
        for (int i = 1; i <= between; i++) {
            cuts.add(new Cut(Math.max(1, operations * i / (between + 1) + i % 3), HOWS.get((i + 1) % HOWS.size())));
        }
        return cuts;
    }

    private static List<Outcome> cutAndBootAgain(
            Stage stage, DeviceProcess device, List<Cut> cuts, Bytes oldSha256, Bytes newSha256) throws Exception {
        List<Path> copies = new ArrayList<>();
        List<ChildProcess> runs = new ArrayList<>();
        for (Cut cut : cuts) {
            Path copy = stage.directory().resolve("power-" + cut.operation() + "-" + cut.how());
            Files256.copyDirectory(device.data(), copy);
            copies.add(copy);
            runs.add(boot(stage, copy.getFileName().toString(), copy, List.of("--cut-power", cut.order())));
        }
        List<Boolean> fired = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            int status = runs.get(i).exitStatus(EXIT_DEADLINE_MILLIS);
            fired.add(status == 137 && proven(copies.get(i), runs.get(i).pid()));
            runs.set(i, boot(stage, copies.get(i).getFileName() + "-again", copies.get(i), List.of()));
        }
        List<Integer> statuses = new ArrayList<>();
        List<ChildProcess> looks = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            statuses.add(runs.get(i).exitStatus(EXIT_DEADLINE_MILLIS));
            looks.add(FlashView.look(stage.children(), copies.get(i)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            FlashView flash = FlashView.seenBy(looks.get(i));
            String fate = "broken";
            if (statuses.get(i) == 0 && flash.verified() && flash.confirmed()) {
                fate = flash.imageSha256().equals(newSha256.hex())
                        ? "new"
                        : flash.imageSha256().equals(oldSha256.hex()) ? "old" : "broken";
            }
            outcomes.add(new Outcome(cuts.get(i), fired.get(i), fate));
            Files256.deleteDirectory(copies.get(i));
        }
        return outcomes;
    }

    private static ChildProcess boot(Stage stage, String name, Path data, List<String> more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("device", "--data", data.toString(), "--boot-only", "--json"));
        arguments.addAll(more);
        ChildProcess process = stage.children().start(name, JVM_OPTIONS, arguments);
        process.mayEnd();
        return process;
    }

    /** The proof that a cut fired in that very process. */
    private static boolean proven(Path data, long pid) throws Exception {
        Path proof = data.resolve("power-cut.json");
        return Files.exists(proof)
                && new ObjectMapper().readTree(proof.toFile()).path("pid").asLong() == pid;
    }

    /** The device itself gets its power back, finishes, and the server sees it. */
    private static void theDeviceItself(Stage stage, DeviceProcess device, String order, Cast.Next next)
            throws Exception {
        stage.narrator().say("The device itself gets its power back.");
        device.start();
        new Verdicts(stage).updated(Cast.SECOND, order, next, DEADLINE);
    }
}
