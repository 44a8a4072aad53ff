namespace Shopkeeper.Grains.Participants.Http;

/// <summary>A call to a participant.</summary>
/// <param name="Operation">What it is asked, as body and address have it.</param>
/// <param name="OperationId">One and the same for the repetitions of the call.</param>
/// <param name="Continues">True when it has answered this very call by asking for time.</param>
/// <param name="Body">The bytes that are signed and sent.</param>
internal sealed record ParticipantCall(string Operation, string OperationId, bool Continues, byte[] Body)
{
    /// <summary>Not the body: it may name a customer.</summary>
    public override string ToString() => $"{Operation} {OperationId}";
}
