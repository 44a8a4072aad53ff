using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>
/// A mistake in the app's own settings: for as long as it lasts, Shopify's answers say nothing of the shops.
/// </summary>
internal sealed class Misconfiguration(SimulationKernel kernel)
{
    // How far a process's clock may be off, and how long an answer is on its way.
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(60);

    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _otherApp = [];
    private DateTimeOffset? _otherAppSince;

    /// <summary>The calls go out as another app's, or elsewhere: no shop knows it, and no token is good.</summary>
    public bool IsOtherApp => _otherAppSince is not null;

    /// <summary>The secret is wrong: the token endpoint does not know who asks.</summary>
    public bool IsWrongSecret { get; private set; }

    public bool IsThere => IsOtherApp || IsWrongSecret;

    /// <summary>Somebody makes a mistake, or mends the one that there is.</summary>
    public void Change(bool otherApp)
    {
        if (IsThere) Mend();
        else if (otherApp) _otherAppSince = kernel.Time.Now;
        else IsWrongSecret = true;
    }

    public void Mend()
    {
        IsWrongSecret = false;
        if (_otherAppSince is not { } since) return;
        _otherApp.Add((since, kernel.Time.Now));
        _otherAppSince = null;
    }

    /// <summary>True where that was so at any moment since.</summary>
    public bool MayHaveBeenOtherAppSince(DateTimeOffset since) =>
        IsOtherApp || _otherApp.Exists(period => since <= period.To + Blur);

    /// <summary>True where no shop may have known the app at that moment, by any process's clock.</summary>
    public bool MayHaveBeenOtherApp(DateTimeOffset at) => _otherAppSince <= at + Blur
        || _otherApp.Exists(period => period.From <= at + Blur && at <= period.To + Blur);
}
