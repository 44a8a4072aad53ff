namespace Shopkeeper.Simulator.Admin;

/// <summary>The input of a subscription; <c>callbackUrl</c> is the older name of <c>uri</c>.</summary>
internal sealed class SubscriptionInput
{
    public string? Uri { get; set; }

    public string? CallbackUrl { get; set; }

    public string? Format { get; set; }

    public IReadOnlyList<string>? IncludeFields { get; set; }

    public string? Filter { get; set; }

    public string? Address => Uri ?? CallbackUrl;
}
