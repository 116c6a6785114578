package io.moult.client.lwm2m;

import io.moult.client.ClientSettings.DeviceDescription;
import io.moult.client.FirmwareConsumer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.request.BindingMode;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;

/** Object 3, instance 0: who made the device, and which firmware it runs. */
final class DeviceInstance extends BaseInstanceEnabler {
    static final int MANUFACTURER = 0;
    static final int MODEL_NUMBER = 1;
    static final int SERIAL_NUMBER = 2;
    static final int FIRMWARE_VERSION = 3;
    static final int REBOOT = 4;
    static final int ERROR_CODE = 11;
    static final int BINDING_MODES = 16;

    private static final List<Integer> RESOURCES =
            List.of(MANUFACTURER, MODEL_NUMBER, SERIAL_NUMBER, FIRMWARE_VERSION, REBOOT, ERROR_CODE, BINDING_MODES);
    private static final long NO_ERROR = 0;

    private final DeviceDescription description;
    private final FirmwareConsumer consumer;
    private final Restart restart;

    DeviceInstance(DeviceDescription description, FirmwareConsumer consumer, Restart restart) {
        super(0);
        this.description = description;
        this.consumer = consumer;
        this.restart = restart;
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
        return switch (resource) {
            case MANUFACTURER -> ReadResponse.success(resource, description.manufacturer());
            case MODEL_NUMBER -> ReadResponse.success(resource, description.modelNumber());
            case SERIAL_NUMBER -> ReadResponse.success(resource, description.serialNumber());
            case FIRMWARE_VERSION ->
                ReadResponse.success(resource, consumer.running().bootReport().version());
            case ERROR_CODE -> ReadResponse.success(resource, Map.of(0, NO_ERROR), ResourceModel.Type.INTEGER);
            case BINDING_MODES -> ReadResponse.success(resource, BindingMode.toString(EnumSet.of(BindingMode.U)));
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
        if (resource != REBOOT) {
            return ExecuteResponse.notFound();
        }
        restart.afterAnswerWithoutHook(consumer::reboot);
        return ExecuteResponse.success();
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
        return RESOURCES;
    }
}
