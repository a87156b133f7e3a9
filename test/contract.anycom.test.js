'use strict';

const { describeContract } = require('./contract');
const { contract } = require('./contract/anycom');

describeContract(contract);
