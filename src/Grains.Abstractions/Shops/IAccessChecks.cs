namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>When installations were last asked whether Shopify takes their token.</summary>
public interface IAccessChecks
{
    /// <summary>
    /// Notes that Shopify told what a current installation's token is worth, at an instant of our clock. Of an ended
    /// one nothing is written.
    /// </summary>
    Task NoteAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken);
}
