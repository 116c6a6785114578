package io.moult.boot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.moult.boot.DeviceFiles;
import io.moult.boot.ManufactureException;
import io.moult.boot.flash.FlashFileException;
import io.moult.boot.recovery.RecoveryException;
import io.moult.cli.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the verbs on a device's files have in common: which device, {@code --json}, and trouble with files in words. */
abstract class DeviceVerb implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private DevicePlace place = new DevicePlace();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public final Integer call() throws IOException {
        DeviceFiles files = place.files();
        try {
            return run(files);
        } catch (FlashFileException e) {
            throw new Failure("unusable-file", hinted(files, e), e);
        } catch (RecoveryException e) {
            throw new Failure(e.reason(), String.valueOf(e.getMessage()), e);
        } catch (ManufactureException e) {
            throw new Failure("refused", String.valueOf(e.getMessage()), e);
        } catch (FileNotFoundException e) {
            // what RandomAccessFile says of a file that is there and may not be opened
            throw new Failure("unusable-file", "a file cannot be opened: " + e.getMessage(), e);
        } finally {
            out().flush();
        }
    }

    /** Returns the exit status. */
    abstract int run(DeviceFiles files) throws IOException;

    private String hinted(DeviceFiles files, FlashFileException trouble) {
        boolean none = !Files.exists(files.flash()) && !Files.exists(files.otp());
        return trouble.getMessage() + (none && makesNone() ? ": make a device with boot init" : "");
    }

    /** Whether the verb needs a device that is there. */
    boolean makesNone() {
        return true;
    }

    /** A file that the user named. */
    static InputStream opened(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Failure("unusable-file", file + " is a directory where a file is needed");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new Failure("unusable-file", file + ": there is no such file", e);
        }
    }

    /** The device's. */
    final DeviceFiles files() {
        return place.files();
    }

    final CommandSpec spec() {
        return spec;
    }

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void note(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }

    /** The same for programs and for people. */
    final void tell(Map<String, Object> object, List<String> lines) throws IOException {
        if (json) {
            out().println(pretty(object));
        } else {
            lines.forEach(out()::println);
        }
        out().flush();
    }

    private static String pretty(Object object) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(object);
    }
}
