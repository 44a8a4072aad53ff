namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Remembers the authorization states that came back, so that each works once, on whichever node.</summary>
public interface IUsedStates
{
    /// <summary>Uses a state up; rows older than a state's life are dropped on the way.</summary>
    /// <param name="stateHash">SHA-256 of the state.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when it was used before.</returns>
    Task<bool> TryUseAsync(byte[] stateHash, CancellationToken cancellationToken);
}
