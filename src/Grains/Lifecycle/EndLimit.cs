using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Says whether another installation may end that nobody attests: neither a delivery nor an operator.
/// </summary>
internal sealed class EndLimit(IInstallationStore installations, IOptions<EndLimitOptions> options, TimeProvider clock)
{
    /// <summary>Asks the store; another silo's ends count too.</summary>
    public async Task<bool> AllowsAnotherAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - options.Value.Window;
        var (unattested, current) = await installations.CountEndsAsync(since, cancellationToken);
        return unattested < Maximum(current, options.Value);
    }

    /// <summary>How many may end in a window.</summary>
    /// <param name="current">How many installations are current.</param>
    /// <param name="options">The limit.</param>
    public static int Maximum(int current, EndLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Math.Max(options.Minimum, (int)(current * options.Share));
    }
}
