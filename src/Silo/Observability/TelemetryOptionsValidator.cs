using Microsoft.Extensions.Options;

namespace Shopkeeper.Silo.Observability;

/// <summary>What attributes can't say of the settings.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.OtlpEndpoint.Length == 0 || IsAddress(options.OtlpEndpoint)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Telemetry:OtlpEndpoint is no address. Set it to http://{host}:{port} or https://{host}:{port} of a "
                + "collector, or leave it empty.");

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" };
}
