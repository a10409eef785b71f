"""Presets: scenarios that a product of a common kind begins with, each figure an assumption with its reason.

A preset lays down steps with their roles, what they need, their traffic, the path of a task and limits. The file has
no place for a reason beside every figure, so that the reasons stand here, beside the figures: the summary says which
preset it was, and whoever shows a scenario asks `assumed` which of its figures are still the preset's, and why. What a
reason quotes of a leaderboard stands in a shipped scenario with source, version and date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import number_shown
from shortlist.core.document.field_names import unit_of
from shortlist.core.document.scenario import Needs, Scenario, Usage
from shortlist.core.document.workspace import SCHEMA, Workspace, read_workspace


class Assumption(NamedTuple):
    """An assumption of a preset: the step and the field that it is of; of the scenario where the step is empty."""

    step: str
    field: str
    value: Any
    reason: str

    @property
    def told(self) -> str:
        """The value as it is read, with its unit."""
        if isinstance(self.value, str):
            return self.value.replace("_", " ")
        fields = next(model.model_fields for model in (Usage, Needs, Scenario) if self.field in model.model_fields)
        return number_shown(self.value, unit_of(fields[self.field]))


class Preset(NamedTuple):
    """A kind of product: what it is called, what it does, and the scenario that it begins with."""

    title: str
    does: str
    scenario: Mapping[str, Any]
    """As in the file; every figure, and every choice that needs a reason, is a pair of it and why it is assumed."""


SMALL = "under Claude Haiku 4.5 (15.4, Artificial Analysis v4.3), so that a small model may do"
USUAL = "under GPT-6 Luna (18.5, Artificial Analysis v4.3), so that a small model may do"
GOOD = "between DeepSeek V4.1 Flash (24.7) and GPT-6 Sol (28.5, Artificial Analysis v4.3)"
RETRIES = "one more try: somebody is waiting"
FAILS = "one call in a hundred is cut, times out or breaks its format; read yours off the logs"
WRONG = "a guess, until a hundred answers are checked by hand"
HITS = "four prefixes in five are still in the cache; read yours off the provider's usage report"
STANDS_IN = "seven hours a month in which the default does not answer"
AGENT = "six minutes of a person at $40 an hour"
LABEL = "a label and how sure it is, as JSON"
SORTING = "400 tokens of instructions and labels, and a message of 50"
CITED = ["natural_language", "citations"]
PERSONAL = "people write their names, addresses and accounts into what they ask"
PATIENCE = "ten seconds are about as long as attention stays with a dialogue (Nielsen 1993)"
ABOVE_LUNA = "above GPT-6 Luna (18.5, Artificial Analysis v4.3)"
SHORT_CALL = "one short call in five hundred; read yours off the logs"
THINKS = "where it thinks; from the provider's usage report"
NEXT_MORNING = "nobody waits: results are due the next morning"
NOT_THE_VOICES = "not generator: the voices have that role, and would be judged on deciding too"
NOT_THE_EARS = "not audio: those that hear have that role, and would be judged on speaking too"
ONE_TURN = "one turn in five hundred; read yours off the logs"

# Bands of quality, and of failures, that several steps share.
SORTS = {"min_quality": (10.0, SMALL), "good_quality": (20.0, ABOVE_LUNA)}
WRITES = {"min_quality": (15.0, SMALL), "good_quality": (25.0, GOOD)}
WEIGHS = {
    "min_quality": (25.0, "above DeepSeek V4.1 Flash (24.7, Artificial Analysis v4.3)"),
    "good_quality": (40.0, "under Gemini 3.8 Flash (high) (40.9, Artificial Analysis v4.3)"),
}
SCREENS = {
    "min_quality": (70.0, "under gpt-oss-20b (low) (75.9, OpenAI's own figure)"),
    "good_quality": (85.0, "above gpt-oss-safeguard-20b (low) (79.9, OpenAI's own figure)"),
}
FAILS_AT_TIMES = {"failure_rate": (0.01, FAILS), "max_retries": (1, RETRIES)}
FAILS_SELDOM = {"failure_rate": (0.002, SHORT_CALL), "max_retries": (1, RETRIES)}
TURN_FAILS = {"failure_rate": (0.002, ONE_TURN), "max_retries": (1, RETRIES)}
HIT = {"cache_hit_rate": (0.8, HITS)}


def _preset(title: str, does: str, whole: dict[str, Any], steps: list[dict[str, Any]]) -> Preset:
    return Preset(title, does, {**whole, "steps": steps})


def _step(job: tuple[str, str, Any, list[str], str], **fields: Any) -> dict[str, Any]:
    """A step: id, name, role, output contract and use case, which may be empty; then its needs and its traffic.

    Unless told otherwise it reads and writes text.
    """
    id_, name, role, contract, use_case = job
    usage = {field: value for field, value in fields.items() if field in Usage.model_fields}
    needs = {field: value for field, value in fields.items() if field not in usage}
    needs = {"modalities": ["text"], "outputs": ["text"], **needs}
    step = {"id": id_, "name": name, "role": role, "output_contract": contract, "needs": needs, "usage": usage}
    if use_case:
        step["use_case"] = use_case
    return step


PRESETS: dict[str, Preset] = {
    "support": _preset(
        "Support assistant",
        "classifies, answers from help texts, drafts",
        {
            "summary": "An assistant classifies what customers write, answers from help-center text and cites it, and "
            "drafts the replies that agents send.",
            "data_sensitivity": ("personal", PERSONAL),
            "max_cost_per_successful_task_usd": (0.5, "an eighth of the $4 that a person's handling costs"),
            "fallback_share": (0.01, STANDS_IN),
            "task_step": "answer",
            "path": [["classify"], ["answer"]],
            "max_task_total_s": (10.0, PATIENCE),
        },
        [
            _step(
                ("classify", "Classify the message", "classifier", ["json"], "lead_routing"),
                **SORTS,
                unacceptable_errors="A legal threat or a safety report that is filed as routine.",
                max_total_s=(2.0, "it stands before the answer, and the whole may take ten"),
                requests_per_month=(40000, "1,300 messages a day"),
                input_tokens=(450, SORTING),
                output_tokens=(15, LABEL),
                **FAILS_AT_TIMES,
                error_rate=(0.02, WRONG),
            ),
            _step(
                ("answer", "Answer from help-center text", "generator", CITED, "support_chatbot"),
                **WRITES,
                unacceptable_errors="A refund, a date or a policy that the help center does not state; another "
                "customer's data.",
                max_escalation_rate=(0.1, "above one in ten it saves the support desk too little"),
                max_ttft_s=(2.0, "a chat that shows nothing for longer is typed into again"),
                max_total_s=(8.0, "ten seconds for the whole, less two for classifying"),
                context_tokens=(8000, "a long conversation: three times the usual prompt"),
                requests_per_month=(30000, "three messages in four are questions"),
                input_tokens=(2500, "700 of instructions, four passages of 400, 200 of conversation"),
                output_tokens=(250, "about 180 words"),
                cacheable_share=(0.28, "the instructions: 700 of 2,500 tokens"),
                **HIT,
                **FAILS_AT_TIMES,
                escalation_rate=(0.05, "one answer in twenty goes on to an agent; ask the desk"),
                escalation_cost_usd=(4.0, AGENT),
                error_rate=(0.05, WRONG),
                extra_latency_s=(0.3, "a search in the help center"),
            ),
            _step(
                ("draft", "Draft replies for review", "generator", ["natural_language"], "email_drafting"),
                **WRITES,
                unacceptable_errors="A promise that the company has not made.",
                max_total_s=(20.0, "the agent reads the message meanwhile"),
                requests_per_month=(10000, "one message in four is answered by an agent"),
                input_tokens=(2000, "700 of instructions, three passages of 400, a message of 100"),
                output_tokens=(300, "about 220 words"),
                cacheable_share=(0.35, "the instructions: 700 of 2,000 tokens"),
                **HIT,
                **FAILS_AT_TIMES,
                error_rate=(0.05, "the agent reads it before it is sent; a guess until counted"),
            ),
        ],
    ),
    "retrieval": _preset(
        "Retrieval assistant",
        "five steps, no one model for all of them",
        {
            "summary": "An assistant answers questions from the house's own documents in five steps: it classifies the "
            "message, embeds the question, reranks fifty passages, answers from the best eight, and holds "
            "the answer back until a safety check has passed it.",
            "data_sensitivity": ("internal", "the documents are for the house alone"),
            "max_cost_per_successful_task_usd": (0.05, "a hundredth of the $5 of ten minutes at $30 an hour"),
            "fallback_share": (0.01, STANDS_IN),
            "task_step": "answer",
            "path": [["classify"], ["embed"], ["rerank"], ["answer"], ["safety"]],
            "max_task_ttft_s": (10.0, f"nothing is shown before the check; {PATIENCE}"),
            "max_task_total_s": (15.0, "half as long again as the wait for the first word"),
        },
        [
            _step(
                ("classify", "Classify the message", "classifier", ["json"], "lead_routing"),
                **SORTS,
                unacceptable_errors="A report of misconduct filed as small talk.",
                max_total_s=(2.0, "the first of five steps that have fifteen seconds"),
                requests_per_month=(110000, "one message in eleven is a greeting or no question"),
                input_tokens=(450, SORTING),
                output_tokens=(15, LABEL),
                **FAILS_AT_TIMES,
                error_rate=(0.02, WRONG),
            ),
            _step(
                ("embed", "Embed the question", "embedder", ["vector"], ""),
                quality_metric="quality.agentset_ndcg",
                min_quality=(0.65, "under text-embedding-3-large (0.709, Agentset)"),
                good_quality=(0.8, "above Qwen3 Embedding 8B (0.718, Agentset)"),
                max_total_s=(1.0, "one short call, before anything can be found"),
                outputs=["vector"],
                requests_per_month=(100000, "1,000 people with five questions on 20 working days"),
                input_tokens=(40, "a question of thirty words; documents are embedded beside this"),
                **FAILS_SELDOM,
            ),
            _step(
                ("rerank", "Rerank fifty passages", "reranker", ["score"], ""),
                quality_metric="quality.agentset_elo",
                min_quality=(1400.0, "under Cohere Rerank 3.5 (1451.39, Agentset)"),
                good_quality=(1650.0, "above zerank-2 (1637.85, Agentset)"),
                max_total_s=(1.5, "one call over fifty passages"),
                outputs=["score"],
                requests_per_month=(100000, "once for every question"),
                input_tokens=(17000, "fifty passages of 300 tokens, a question of 40 beside each"),
                searches=(1.0, "one, for those that are sold by the search instead of the token"),
                **FAILS_SELDOM,
                error_rate=(0.02, "in one of fifty the right passage is not among the best eight"),
            ),
            _step(
                ("answer", "Answer from the best eight passages", "generator", CITED, "knowledge_assistant"),
                min_quality=(18.0, USUAL),
                good_quality=(28.0, GOOD),
                unacceptable_errors="A rule that stands in no document.",
                max_total_s=(10.0, "two thirds of the fifteen seconds of the whole"),
                context_tokens=(8000, "twelve longer passages in place of eight, and a follow-up"),
                requests_per_month=(100000, "once for every question"),
                input_tokens=(4500, "700 of instructions, eight passages of 450, 200 of history"),
                output_tokens=(280, "about 200 words"),
                cacheable_share=(0.15, "the instructions: 700 of 4,500 tokens"),
                **HIT,
                **FAILS_AT_TIMES,
                error_rate=(0.05, WRONG),
                extra_latency_s=(0.1, "the look-up of the passages"),
            ),
            _step(
                (
                    "safety",
                    "Check the answer against the policy",
                    ("reasoning", "weighs a case by a policy; other than the role that classifies"),
                    ["verdict", "reason"],
                    "",
                ),
                quality_metric="quality.toxicchat_f1",
                **SCREENS,
                unacceptable_errors="Another person's data let through.",
                max_total_s=(3.0, "the answer waits for it"),
                requests_per_month=(100000, "once for every answer"),
                input_tokens=(1220, "a policy of 900 tokens, the question of 40, the answer of 280"),
                output_tokens=(20, "a verdict and half a sentence"),
                reasoning_tokens=(120, "a short thought, where it thinks at all"),
                **FAILS_AT_TIMES,
                error_rate=(0.01, WRONG),
            ),
        ],
    ),
    "extraction": _preset(
        "Document extraction",
        "pages into a strict schema, overnight",
        {
            "summary": "Incoming documents become records: pages are read, fields extracted into a strict schema, and "
            "what does not match is checked. Results are due the next morning.",
            "data_sensitivity": ("internal", "documents between companies; personal where people send them"),
            "max_cost_per_successful_task_usd": (0.4, "a fifth of the $2 of three minutes of a clerk"),
            "task_step": "extract",
            "path": [["read"], ["extract"]],
        },
        [
            _step(
                ("read", "Read the pages", "vision", ["text"], "document_extraction"),
                unacceptable_errors="A digit that is not on the page.",
                modalities=["pdf"],
                requests_per_month=(20000, "1,000 documents on 20 working days"),
                pages=(3.0, "a document has one to five pages; of a model that sees, set images"),
                failure_rate=(0.005, "one document in two hundred cannot be read; count yours"),
                max_retries=(1, "one more try; a second shows the same page"),
                error_rate=(0.01, WRONG),
            ),
            _step(
                ("extract", "Extract the fields", "generator", ["strict_schema"], "document_extraction"),
                **WRITES,
                unacceptable_errors="An amount, an account or a number that is not on the page.",
                context_tokens=(16000, "a document of twenty pages, 700 tokens each, and the schema"),
                requests_per_month=(20000, "once for every document"),
                input_tokens=(3200, "1,100 of instructions and schema, three pages of 700"),
                output_tokens=(600, "a header and ten lines as JSON"),
                cacheable_share=(0.34, "instructions and schema: 1,100 of 3,200 tokens"),
                **HIT,
                batch_share=(1.0, NEXT_MORNING),
                failure_rate=(0.02, "one answer in fifty breaks the schema or is cut"),
                max_retries=(2, "nobody waits"),
                escalation_rate=(0.03, "what the totals do not confirm goes to a clerk"),
                escalation_cost_usd=(2.0, "three minutes of a clerk at $40 an hour"),
                error_rate=(0.01, WRONG),
                error_cost_usd=(10.0, "fifteen minutes to find and undo it, at $40 an hour"),
            ),
            _step(
                ("check", "Check what does not match", "reasoning", ["json"], "risk_analysis"),
                **WEIGHS,
                unacceptable_errors="A mismatch explained away.",
                requests_per_month=(1000, "one document in twenty does not match its order"),
                input_tokens=(2500, "document and order as text, and instructions"),
                output_tokens=(200, "what differs, and why"),
                reasoning_tokens=(1500, THINKS),
                batch_share=(1.0, NEXT_MORNING),
                failure_rate=(0.01, FAILS),
                max_retries=(2, "nobody waits"),
                error_rate=(0.05, WRONG),
            ),
        ],
    ),
    "agent": _preset(
        "Agent with tools",
        "sorts out, works in loops of tools, reports",
        {
            "summary": "An agent takes requests, decides whether they are its own to do, works on them with tools that "
            "read and change other systems, and reports what it did.",
            "data_sensitivity": ("internal", "its tools read the house's own systems"),
            "max_cost_per_successful_task_usd": (1.0, "a quarter of the $4 that a person's handling costs"),
            "fallback_share": (0.01, STANDS_IN),
            "task_step": "act",
            "path": [["route"], ["act"], ["report"]],
            "max_task_total_s": (90.0, "people leave it to its work and look again after a minute or two"),
        },
        [
            _step(
                ("route", "Decide whether it is the agent's to do", "classifier", ["json"], "lead_routing"),
                **SORTS,
                unacceptable_errors="A request beyond its rights let through.",
                max_total_s=(3.0, "little beside the work that follows"),
                requests_per_month=(12500, "one request in five is not the agent's to do"),
                input_tokens=(600, "450 tokens of rules, a request of 150"),
                output_tokens=(15, LABEL),
                **FAILS_AT_TIMES,
                error_rate=(0.02, WRONG),
            ),
            _step(
                ("act", "Work with tools", "reasoning", ["tool_arguments"], ""),
                **WEIGHS,
                unacceptable_errors="A change that nobody asked for, or that cannot be undone.",
                max_escalation_rate=(0.2, "above one in five the agent saves little"),
                max_total_s=(80.0, "ninety seconds for the whole, less ten for the rest"),
                context_tokens=(24000, "twice what a usual run ends with, 11,700 tokens"),
                capabilities=["tool_calling", "prompt_caching"],
                requests_per_month=(10000, "500 requests on 20 working days"),
                input_tokens=(6000, "2,000 of instructions, 3,000 of tools, 1,000 of the request"),
                output_tokens=(300, "what it did, for the next step"),
                reasoning_tokens=(1500, "over all calls, where it thinks; read off a trace"),
                cacheable_share=(0.83, "instructions and tools: 5,000 of 6,000 tokens"),
                **HIT,
                tool_loops=(6.0, "look up, read, change, look again; count yours in traces"),
                tool_input_tokens=(800, "a page of a result; read off a trace"),
                tool_output_tokens=(150, "a call with its arguments"),
                loop_cache_hit_rate=(0.9, "the call before is seconds old"),
                failure_rate=(0.03, "a longer run fails more often; read yours off the logs"),
                max_retries=(1, RETRIES),
                escalation_rate=(0.1, "one in ten is handed to a person"),
                escalation_cost_usd=(4.0, AGENT),
                error_rate=(0.05, WRONG),
                extra_latency_s=(3.0, "six tools of half a second"),
            ),
            _step(
                ("report", "Report what was done", "generator", ["natural_language"], "content_transformation"),
                **SORTS,
                unacceptable_errors="A change told that was not made.",
                max_total_s=(7.0, "it is written once, at the end"),
                requests_per_month=(10000, "once for every request that was worked on"),
                input_tokens=(1500, "the calls and their outcomes, and 500 of instructions"),
                output_tokens=(150, "about 110 words"),
                **FAILS_AT_TIMES,
                error_rate=(0.02, WRONG),
            ),
        ],
    ),
    "voice": _preset(
        "Voice",
        "hears, decides, speaks; by the minute and the character",
        {
            "summary": "An assistant on the telephone: one service hears the caller, a model decides what to say, "
            "another service speaks. A turn is the task.",
            "data_sensitivity": ("personal", "a voice, a name and what they call about"),
            "fallback_share": (0.02, "as for a text, and twice it: a caller does not try again"),
            "task_step": "speak",
            "path": [["hear"], ["reply"], ["speak"]],
            "max_task_ttft_s": (2.5, "a pause on the telephone that is still taken for thinking; try it"),
            "max_task_total_s": (3.5, "a second more, for the slowest turn in twenty"),
        },
        [
            _step(
                ("hear", "Hear the caller", "audio", ["transcript"], "voice_intake"),
                quality_metric="quality.semantic_wer",
                min_quality=(3.0, "wrong words in 100, above gpt-realtime-whisper (2.41, pipecat stt-benchmark)"),
                good_quality=(1.0, "as few as Azure Speech (0.98, pipecat stt-benchmark)"),
                unacceptable_errors="A wrong date, time, name or number.",
                modalities=["audio"],
                requests_per_month=(60000, "3,000 calls of twenty turns"),
                audio_input_minutes=(0.12, "a caller speaks seven seconds a turn"),
                **TURN_FAILS,
                error_rate=(0.015, WRONG),
            ),
            _step(
                (
                    "reply",
                    "Decide what to say",
                    ("reasoning", NOT_THE_VOICES),
                    ["spoken_language"],
                    "voice_intake",
                ),
                **WRITES,
                unacceptable_errors="A promise that nobody can keep.",
                context_tokens=(8000, "a long call: four times the usual prompt"),
                capabilities=["tool_calling"],
                requests_per_month=(60000, "once a turn"),
                input_tokens=(1800, "1,500 of instructions, 300 of conversation"),
                output_tokens=(45, "two spoken sentences"),
                cacheable_share=(0.83, "the instructions: 1,500 of 1,800 tokens"),
                cache_hit_rate=(0.9, "the turn before is seconds old"),
                tool_loops=(0.4, "four turns in ten look something up"),
                tool_input_tokens=(200, "what is found"),
                tool_output_tokens=(40, "a call with its arguments"),
                **FAILS_AT_TIMES,
                error_rate=(0.02, WRONG),
                extra_latency_s=(0.1, "looking up, in four turns of ten"),
            ),
            _step(
                ("speak", "Speak the reply", ("generator", NOT_THE_EARS), ["speech"], "voice_intake"),
                quality_metric="quality.humanness",
                min_quality=(70.0, "under Inworld TTS 1.5 Max (78, Vapi Humanness Index)"),
                good_quality=(90.0, "between Grok TTS (Streaming) (88) and Eleven v3 (92), same index"),
                unacceptable_errors="A time or an address that cannot be understood.",
                outputs=["audio"],
                requests_per_month=(60000, "once a turn"),
                audio_output_minutes=(0.2, "two sentences, at 825 characters a minute"),
                input_characters=(170, "two sentences, for voices sold by the character"),
                **TURN_FAILS,
                error_rate=(0.005, WRONG),
            ),
        ],
    ),
    "moderation": _preset(
        "Moderation",
        "screens texts and pictures, weighs what is unclear",
        {
            "summary": "Posts are screened before they are shown: texts and pictures each by a model of its own, and "
            "what is not clear is weighed against the rules.",
            "data_sensitivity": ("personal", "people post about themselves and others"),
            "max_cost_per_successful_task_usd": (0.002, "a hundredth of a look at 100 posts an hour at $20"),
            "fallback_share": (0.01, STANDS_IN),
            "task_step": "text",
            "path": [["text", "image"], ["weigh"]],
        },
        [
            _step(
                ("text", "Screen a text", "classifier", ["label"], ""),
                quality_metric="quality.toxicchat_f1",
                **SCREENS,
                unacceptable_errors="A threat to a person shown.",
                max_total_s=(1.0, "a second is as long as a flow of thought stays whole (Nielsen 1993)"),
                requests_per_month=(900000, "30,000 posts a day"),
                input_tokens=(500, "400 of rules, a post of 100"),
                output_tokens=(10, "a label"),
                **FAILS_SELDOM,
                error_rate=(0.01, WRONG),
            ),
            _step(
                ("image", "Screen a picture", "vision", ["label"], ""),
                unacceptable_errors="Abuse of a child shown.",
                max_total_s=(3.0, "a picture takes that long to be sent"),
                modalities=["image"],
                requests_per_month=(100000, "one post in ten is a picture"),
                input_tokens=(400, "the rules"),
                output_tokens=(10, "a label"),
                images=(1.0, "one a post"),
                failure_rate=(0.005, "one picture in two hundred cannot be read; count yours"),
                max_retries=(1, RETRIES),
                error_rate=(0.02, WRONG),
            ),
            _step(
                ("weigh", "Weigh what is not clear", "reasoning", ["verdict", "reason"], "risk_analysis"),
                **WEIGHS,
                unacceptable_errors="A threat to a person excused.",
                max_escalation_rate=(0.2, "what the moderators can take: 300 posts a working day"),
                requests_per_month=(30000, "three posts in a hundred"),
                input_tokens=(2500, "2,000 of rules with examples, the post and what it answers"),
                output_tokens=(80, "a verdict with its reason"),
                reasoning_tokens=(800, THINKS),
                cacheable_share=(0.8, "the rules: 2,000 of 2,500 tokens"),
                **HIT,
                **FAILS_AT_TIMES,
                escalation_rate=(0.1, "one in ten goes to a moderator"),
                escalation_cost_usd=(0.2, "a look at 100 posts an hour at $20"),
                error_rate=(0.05, WRONG),
            ),
        ],
    ),
    "routing": _preset(
        "Routing by difficulty",
        "easy and hard go to models of their own",
        {
            "summary": "Requests are sorted by difficulty: easy ones go to a cheap model, hard ones to a strong one. "
            "Easy and hard are two steps of one stage, each with a bar of its own.",
            "data_sensitivity": ("internal", "requests of the house's own people"),
            "max_cost_per_successful_task_usd": (0.1, "a fortieth of the $4 that a person's handling costs"),
            "fallback_share": (0.01, STANDS_IN),
            "task_step": "easy",
            "path": [["sort"], ["easy", "hard"]],
        },
        [
            _step(
                ("sort", "Sort easy from hard", "classifier", ["json"], "lead_routing"),
                **WRITES,
                unacceptable_errors="A request with grave consequences called easy.",
                max_total_s=(2.0, "it stands before every answer"),
                requests_per_month=(20000, "1,000 requests on 20 working days"),
                input_tokens=(700, "500 of instructions with examples, a request of 200"),
                output_tokens=(15, LABEL),
                **FAILS_AT_TIMES,
                error_rate=(0.05, "one hard request in twenty called easy; sort a hundred by hand"),
            ),
            _step(
                ("easy", "Answer an easy request", "generator", ["natural_language"], "knowledge_assistant"),
                **WRITES,
                max_total_s=(10.0, PATIENCE),
                requests_per_month=(14000, "seven requests in ten"),
                input_tokens=(1500, "700 of instructions, a request of 200, 600 of history"),
                output_tokens=(300, "about 220 words"),
                cacheable_share=(0.46, "the instructions: 700 of 1,500 tokens"),
                **HIT,
                **FAILS_AT_TIMES,
                error_rate=(0.05, WRONG),
            ),
            _step(
                ("hard", "Answer a hard request", "reasoning", ["natural_language"], "risk_analysis"),
                min_quality=(38.0, "under DeepSeek V4.1 Flash (max) (39.5, Artificial Analysis v4.3)"),
                good_quality=(50.0, "under GPT-6.1 Sol (high) (50.2, Artificial Analysis v4.3)"),
                max_total_s=(60.0, "whoever asks something hard waits a minute"),
                requests_per_month=(6000, "three requests in ten"),
                input_tokens=(3000, "700 of instructions, a request of 400, 1,900 of material"),
                output_tokens=(800, "about 600 words"),
                reasoning_tokens=(3000, THINKS),
                cacheable_share=(0.23, "the instructions: 700 of 3,000 tokens"),
                **HIT,
                failure_rate=(0.02, "a longer answer is cut more often; read yours off the logs"),
                max_retries=(1, RETRIES),
                error_rate=(0.1, WRONG),
            ),
        ],
    ),
}
"""By the id that the command line takes, in the order in which they are offered."""


def preset(id_: str) -> Preset:
    """The preset with an id; raises `ShortlistError` with those that there are."""
    if id_ not in PRESETS:
        raise ShortlistError(f"there is no preset {id_!r}; there are: {', '.join(PRESETS)}")
    return PRESETS[id_]


def laid_down(id_: str) -> dict[str, Any]:
    """The scenario of a preset as plain data, as a file holds it; its summary says where it comes from."""
    plain: dict[str, Any] = _plain(preset(id_).scenario)
    plain["summary"] = f"{plain['summary']} {mark(id_)}"
    return plain


def mark(id_: str) -> str:
    """The sentence of a summary by which a scenario is known to have begun with a preset."""
    return f"Begun with the preset “{id_}”: its figures are assumed until they are replaced by your own."


def new_from_preset(id_: str, title: str) -> Workspace:
    """A workspace that begins with a preset. Raises `InvalidDocument` where the title is blank."""
    return read_workspace({"schema": SCHEMA, "title": title, "scenario": laid_down(id_)})


def _plain(node: Any) -> Any:
    if isinstance(node, tuple):
        return node[0]
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node


def reasons(id_: str) -> tuple[Assumption, ...]:
    """Every assumption of a preset with its reason, in the order of the document."""
    return tuple(_reasons("", preset(id_).scenario))


def _reasons(step: str, table: Mapping[str, Any]) -> Iterator[Assumption]:
    for key, value in table.items():
        if isinstance(value, tuple):
            yield Assumption(step, key, *value)
        elif key == "steps":
            for row in value:
                yield from _reasons(row["id"], row)
        elif isinstance(value, Mapping):
            yield from _reasons(step, value)


_BEGUN = re.compile(r"[Bb]egun\s+with\s+the\s+preset\s+“(\w+)”")


def begun_with(scenario: Scenario) -> str | None:
    """The preset that a scenario began with, as its summary says; None where it says nothing of one that is known."""
    found = _BEGUN.search(scenario.summary)
    if found is None or found[1] not in PRESETS:
        return None
    return found[1]


def assumed(scenario: Scenario) -> Mapping[tuple[str, str], str]:
    """Why a scenario has the figures that are still those of the preset that it began with, by step and field.

    The step is empty for the scenario's own. A figure that was replaced is nobody's assumption any more, and where the
    sentence was taken out of the summary none is.
    """
    id_ = begun_with(scenario)
    if id_ is None:
        return {}
    steps = scenario.by_id
    found = {}
    for one in reasons(id_):
        step = steps.get(one.step)
        if step is None and one.step:
            continue
        places = (scenario,) if step is None else (step, step.needs, step.usage)
        if any(one.field in place.model_fields_set and getattr(place, one.field) == one.value for place in places):
            found[one.step, one.field] = one.reason
    return found
