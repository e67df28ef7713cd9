using Akka.Actor;

namespace FtpActors.Server.Commands;

/// <summary>A verb and the running actor that handles it.</summary>
internal sealed record CommandRoute(CommandSpec Spec, IActorRef Handler);
