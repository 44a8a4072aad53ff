using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>What the edge takes of deliveries: section <c>Webhooks</c>.</summary>
public sealed class WebhookEdgeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>Longest body accepted, in bytes: 1 KiB to 64 MiB. Default 4 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = "Webhooks:MaximumBodyBytes must be from 1024 to 67108864 bytes.")]
    public int MaximumBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// How long a body may take to arrive: 1 s to 1 min. Default 5 s, after which Shopify does not wait for an answer
    /// any more.
    /// </summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many genuine deliveries may be on their way into the inbox at once, those of lifecycle and compliance topics
    /// aside: 2 to 100,000. Default 1,000, about what is recorded within a second. Beyond it a delivery is answered 503
    /// and comes again; no shop ever has more of the places than are left for the others.
    /// </summary>
    [Range(2, 100_000, ErrorMessage = "Webhooks:InFlightLimit must be from 2 to 100000.")]
    public int InFlightLimit { get; set; } = 1_000;

    /// <summary>
    /// How many bytes the bodies that are read and recorded may take together: from <see cref="MaximumBodyBytes"/> to
    /// 2 GiB less 1. Default 64 MiB. Beyond it a delivery is answered 503. Lifecycle and compliance topics have as much
    /// for themselves, and wait for it.
    /// </summary>
    public int InFlightBytes { get; set; } = 64 * 1024 * 1024;
}

internal sealed class WebhookEdgeOptionsValidator : IValidateOptions<WebhookEdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookEdgeOptions options)
    {
        if (options.BodyTimeout < TimeSpan.FromSeconds(1) || options.BodyTimeout > TimeSpan.FromMinutes(1))
            return ValidateOptionsResult.Fail("Webhooks:BodyTimeout must be from 00:00:01 to 00:01:00.");
        return options.InFlightBytes >= options.MaximumBodyBytes
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Webhooks:InFlightBytes must be at least Webhooks:MaximumBodyBytes; raise it, or lower that one.");
    }
}
