using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// The limit on ends that nobody attests: neither a delivery nor an operator. The fence itself holds to it.
/// </summary>
internal sealed class EndLimit(IInstallationStore installations, IOptions<EndLimitOptions> options, TimeProvider clock)
{
    /// <summary>The limit as it is now, by the number of current installations.</summary>
    public async Task<FenceLimit> ReadAsync(CancellationToken cancellationToken)
    {
        var window = options.Value.Window;
        var (_, current) = await installations.CountEndsAsync(clock.GetUtcNow() - window, cancellationToken);
        return new FenceLimit(Maximum(current, options.Value), window);
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
