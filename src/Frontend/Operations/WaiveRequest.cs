namespace Shopkeeper.Frontend.Operations;

/// <summary>The order to waive a step.</summary>
/// <param name="Code">Why: participant-gone (it does not exist any more) or participant-unreachable (it can't be
/// reached, and waiting longer is refused), for steps that ask participants; shop-unreachable (Shopify doesn't let
/// itself be asked), for steps that call Shopify; erased-by-hand (by other means, which Shopkeeper can't check) or
/// accepted-by-legal (whoever answers for the erasure accepts what is left), for any step.</param>
/// <param name="Note">Free text for the audit log, at most 1000 characters; it is kept nowhere else.</param>
/// <param name="Participant">One participant of the step; without it the step as a whole is waived.</param>
public sealed record WaiveRequest(string Code, string? Note, string? Participant);
