using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>What the edge takes of a delivery: section <c>Webhooks</c>.</summary>
public sealed class WebhookEdgeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>Longest body accepted, in bytes: 1 KiB to 64 MiB. Default 4 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = "Webhooks:MaximumBodyBytes must be from 1024 to 67108864 bytes.")]
    public int MaximumBodyBytes { get; set; } = 4 * 1024 * 1024;
}
