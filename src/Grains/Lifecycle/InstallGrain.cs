using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Installs of one shop, one at a time. It holds nothing that must survive it; the intent's row is what does.
/// </summary>
internal sealed class InstallGrain(Installer installer, SessionTokenInstall sessions, SharedExchange shared)
    : Grain, IInstaller
{
    private Task _before = Task.CompletedTask;

    private ShopDomain Shop => ShopDomain.Parse(this.GetPrimaryKeyString());

    private IShopLifecycle Lifecycle => GrainFactory.GetGrain<IShopLifecycle>(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task<InstallReply> InstallWithCodeAsync(InstallWithCode command, CancellationToken cancellationToken) =>
        InTurnAsync(() => installer.InstallAsync(Shop, Lifecycle, command.Code, cancellationToken));

    /// <inheritdoc/>
    public Task<InstallReply> InstallWithSessionTokenAsync(
        InstallWithSessionToken command, CancellationToken cancellationToken) =>
        shared.JoinAsync(
            command.SessionToken,
            () => InTurnAsync(() => sessions.InstallAsync(Shop, Lifecycle, command)),
            cancellationToken);

    // Calls with session tokens interleave, so that they can share an exchange. Two exchanges at once would leave the
    // grant that is stored last with a refresh token that the other one has made worthless.
    private async Task<InstallReply> InTurnAsync(Func<Task<InstallReply>> install)
    {
        var before = _before;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _before = turn.Task;
        await before;
        try
        {
            return await install();
        }
        finally
        {
            turn.SetResult();
        }
    }
}
