package io.moult.demo.bench.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.demo.bench.End;
import io.moult.demo.bench.child.ServerEnd.PushOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of a measured JVM. It reads one command a line from standard input and answers each
 * with one JSON object a line on standard output; whatever else is printed goes to standard error. It
 * ends at once when its standard input ends, so that it never outlives the one who started it.
 *
 * <pre>
 * server:  listen | await-devices | push N | push-heap N
 * devices: connect PORT | holding N
 * </pre>
 */
public final class ChildMain {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrintStream answers;
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();

    private ChildMain(PrintStream answers) {
        this.answers = answers;
    }

    /** Arguments: {@code server|devices}, the end's key, the file with the {@link RunConfig}. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        ChildMain child = new ChildMain(answers);
        Thread reader = new Thread(child::readCommands, "commands");
        reader.setDaemon(true);
        reader.start();
        End end = End.ofKey(arguments[1]);
        RunConfig config = RunConfig.read(Path.of(arguments[2]));
        try {
            if (arguments[0].equals("server")) {
                child.serve(Ends.server(end, config));
            } else {
                child.play(Ends.devices(end, config));
            }
        } catch (Exception | LinkageError broken) {
            child.answer("failed", MAPPER.createObjectNode().put("why", sentence(broken)));
            throw broken;
        }
    }

    private void serve(ServerEnd server) throws Exception {
        while (true) {
            String[] command = commands.take().split(" ");
            switch (command[0]) {
                case "listen" -> answer("listening", MAPPER.createObjectNode().put("port", server.listen()));
                case "await-devices" -> {
                    server.awaitDevices();
                    answer("registered", MAPPER.createObjectNode());
                }
                case "push" -> answer("pushed", node(server.push(Integer.parseInt(command[1]))));
                case "push-heap" -> answer("pushed", pushWatched(server, Integer.parseInt(command[1])));
                default -> throw new IllegalArgumentException("no such command: " + command[0]);
            }
        }
    }

    private void play(DevicesEnd devices) throws Exception {
        while (true) {
            String[] command = commands.take().split(" ");
            int argument = Integer.parseInt(command[1]);
            switch (command[0]) {
                case "connect" -> {
                    devices.connect(argument);
                    answer("connected", MAPPER.createObjectNode());
                }
                case "holding" ->
                    answer("holding", MAPPER.createObjectNode().put("devices", devices.holding(argument)));
                default -> throw new IllegalArgumentException("no such command: " + command[0]);
            }
        }
    }

    private static ObjectNode pushWatched(ServerEnd server, int body) throws Exception {
        try (LiveHeap heap = LiveHeap.watch()) {
            ObjectNode node = node(server.push(body));
            return node.put("heapGrowthBytes", heap.growthBytes()).put("collections", heap.collections());
        }
    }

    private static ObjectNode node(PushOutcome outcome) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("nanos", outcome.nanos());
        node.put("accepted", outcome.accepted());
        outcome.refused().forEach(node.putArray("refused")::add);
        return node;
    }

    private void answer(String event, ObjectNode content) {
        answers.println(content.put("event", event));
        answers.flush();
    }

    private static String sentence(Throwable broken) {
        return broken.getClass().getSimpleName() + ": "
                + String.valueOf(broken.getMessage()).replaceAll("\\s+", " ");
    }

    private void readCommands() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
            }
        } catch (IOException broken) {
            // the end of the one who started this is what it looks like
        }
        Runtime.getRuntime().halt(0);
    }
}
