"""The languages that this operator speaks, one package each."""

from __future__ import annotations

from turkcell_hub.fake_operator.engine.world import Speaker
from turkcell_hub.fake_operator.protocols.camara.endpoints import CamaraSpeaker
from turkcell_hub.fake_operator.protocols.mesajussu.speech import MesajUssuSpeaker
from turkcell_hub.fake_operator.protocols.netgsm.speech import NetgsmSpeaker
from turkcell_hub.fake_operator.protocols.smpp.speech import SmppSpeaker
from turkcell_hub.fake_operator.protocols.verimor.speech import VerimorSpeaker

#: How each protocol words its pushes. The consent registry has pushes of its own.
SPEAKERS: dict[str, Speaker] = {
    "mesajussu": MesajUssuSpeaker(),
    "verimor": VerimorSpeaker(),
    "netgsm": NetgsmSpeaker(),
    "smpp": SmppSpeaker(),
    "camara_otp": CamaraSpeaker(),
}
